import type { LedgerReader } from '../../ledger/ledger.ts';

export interface ChosenReader {
  readonly reader: LedgerReader;
  /** `ledger`: the database did not answer in time, so this is the union as last seen. */
  readonly source: 'postgres' | 'ledger';
}

/**
 * Who answers a report: the shared database when it answers within `waitMs`, the ledger otherwise. Choose once for a whole
 * report, never within one: ids are each store's own.
 */
export async function chooseReader(shared: LedgerReader, ledger: LedgerReader, waitMs = 2000): Promise<ChosenReader> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, waitMs, false);
  });
  const answers = shared.revision().then(
    () => true,
    () => false,
  );
  const isThere = await Promise.race([answers, tooLate]);
  clearTimeout(timer);
  return isThere ? { reader: shared, source: 'postgres' } : { reader: ledger, source: 'ledger' };
}
