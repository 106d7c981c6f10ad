import { heardByOne, ledgerOfAll } from '../support/machine-ledgers.ts';
import { sqliteLedger } from '../support/sqlite-ledger.ts';
import { registerMachineTests, registerReportTests } from './register-report-tests.ts';

registerReportTests('SQLite, days kept in UTC, one transaction', (contents) =>
  sqliteLedger(contents, { homeZone: 'UTC', filewise: false }),
);
registerReportTests('SQLite, days kept in Lord Howe, a transaction per file', (contents) =>
  sqliteLedger(contents, { homeZone: 'Australia/Lord_Howe', filewise: true }),
);
registerMachineTests(
  'SQLite, days kept in Lord Howe',
  async (contents) => (await ledgerOfAll(contents, 'Australia/Lord_Howe')).reader,
  heardByOne,
);
