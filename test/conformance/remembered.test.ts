import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { RememberingReader } from '../../src/ledger/remembered/remembering-reader.ts';
import { readRollup } from '../../src/ledger/remembered/rollup-columns.ts';
import { costKeyOf, loadPriceTable } from '../../src/pricing/price-table.ts';
import type { LedgerContents } from '../support/ledger-contents.ts';
import { heardByOne, ledgerOfAll } from '../support/machine-ledgers.ts';
import { sqliteLedger } from '../support/sqlite-ledger.ts';
import { registerMachineTests, registerReportTests } from './register-report-tests.ts';

/** What the server reads: the rollup in memory over a SQLite ledger. */
async function remembered(contents: LedgerContents, homeZone: string): Promise<LedgerReader> {
  return rememberedOf(await sqliteLedger(contents, { homeZone, filewise: false }));
}

async function rememberedOf(ledger: LedgerReader): Promise<LedgerReader> {
  const reader = new RememberingReader(ledger, () => undefined, costKeyOf(loadPriceTable()));
  const rollup = await readRollup(ledger);
  if (rollup === undefined) throw new Error('the ledger changed, and nobody writes it');
  reader.adopt(rollup);
  await reader.revision();
  return reader;
}

registerReportTests('the rollup in memory, over days kept in UTC', (contents) => remembered(contents, 'UTC'));
registerReportTests('the rollup in memory, over days kept in Berlin', (contents) =>
  remembered(contents, 'Europe/Berlin'),
);
registerMachineTests(
  'the rollup in memory, over days kept in Berlin',
  async (contents) => rememberedOf((await ledgerOfAll(contents, 'Europe/Berlin')).reader),
  heardByOne,
);
