import type { UpgradeStep } from './upgrade/upgrade.ts';

/** What a ledger is opened with. */
export interface LedgerOptions {
  /** Name of this machine, as configured; shown, never an identity. */
  readonly machineName: string;
  readonly member?: string;
  readonly team?: string;
  /** Days are kept in this zone; default: the machine's. */
  readonly zone?: string;
  /** Instants at which a price changes (PriceTable.epochs). */
  readonly epochs?: readonly number[];
  /** Told once when an older database was upgraded. */
  readonly onUpgrade?: (message: string) => void;
  /** Told each step of such an upgrade as it is done. */
  readonly onUpgradeStep?: (step: UpgradeStep) => void;
}
