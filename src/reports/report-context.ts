import type { LedgerReader } from '../ledger/ledger.ts';
import type { PriceTable } from '../pricing/price-table.ts';

/** All that a report may know. No clock, no environment: the same context gives the same answer. */
export interface ReportContext {
  readonly reader: LedgerReader;
  /** What the reader reads; absent: this machine's ledger. */
  readonly source?: 'ledger' | 'postgres';
  readonly prices: PriceTable;
  /** The moment that is "now": decides on today and on what is active. */
  readonly nowMs: number;
  /** IANA zone where a query names none. */
  readonly zone: string;
  /** Version of the program. */
  readonly version: string;
}
