import type { UsageEvent } from '../../src/contract/usage-event.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { contentsOf } from './event.ts';
import type { LedgerContents } from './ledger-contents.ts';
import { MemoryLedger } from './memory-ledger.ts';

const prices = loadPriceTable();

/** A report's context over the naive ledger, at noon of Sunday, 22 November 2026, in UTC unless told otherwise. */
export function contextOver(
  contents: LedgerContents | readonly UsageEvent[],
  changes: { readonly now?: string; readonly zone?: string } = {},
): ReportContext {
  const reader = new MemoryLedger('machines' in contents ? contents : contentsOf(contents));
  const { now = '2026-11-22T12:00:00Z', zone = 'UTC' } = changes;
  return { reader, prices, nowMs: Date.parse(now), zone, version: '1.2.3' };
}
