import { inject } from 'vitest';
import { openPostgres, PG_SCHEMA, type PostgresStore } from '../../src/ledger/dialect/postgres.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { registerMachineTests, registerReportTests, type Untold } from '../conformance/register-report-tests.ts';
import { NOW_MS } from '../support/arbitrary-contents.ts';
import { asTold, type LedgerContents, machineUid } from '../support/ledger-contents.ts';
import { toldByAll } from '../support/machine-ledgers.ts';
import { newDatabase } from '../support/postgres-database.ts';

/** A workspace in Postgres to which every machine has told all it has. */
async function postgresLedger(contents: LedgerContents, homeZone: string): Promise<LedgerReader> {
  const store = await openPostgres(await newDatabase());
  const calendar = { zone: homeZone, epochs: contents.epochs };
  await migrate(store, calendar);
  for (const { card, lastHeardMs, turns, titles } of await toldByAll(contents)) {
    const pusher = new Pusher(store, { ...card, version: 'test' }, calendar);
    await pusher.hello(lastHeardMs ?? NOW_MS);
    // In halves and once again: the rollup is built in parts, and what is sent twice counts once.
    for (const part of [turns.slice(3), turns.slice(0, 3), turns]) await pusher.push(part, titles);
  }
  await sayOfMachines(store, contents);
  return new PostgresReader(store, machineUid(0), contents.epochs);
}

async function sayOfMachines(store: PostgresStore, contents: LedgerContents): Promise<void> {
  await store.transaction(async (query) => {
    for (const [index, { alias = '', retired, mergedInto }] of contents.machines.entries()) {
      const into = mergedInto === undefined ? '' : machineUid(mergedInto);
      await query(
        `UPDATE ${PG_SCHEMA}.machine SET alias = $2, retired = $3,
           merged_into = (SELECT id FROM ${PG_SCHEMA}.machine WHERE uid = $4) WHERE uid = $1`,
        [machineUid(index), alias, retired ? 1 : 0, into],
      );
    }
  });
}

/** Folders, tools, agents, versions and what Claude Code said of a session stay on the machine. */
const untold: Untold = {
  contents: (contents) => ({
    ...asTold(contents),
    machines: asTold(contents).machines.map((m) => ({ lastHeardMs: NOW_MS, ...m })),
  }),
  figures: ['cwd', 'files'],
};

const EXAMPLES = inject('postgresExamples');
registerReportTests('Postgres, days kept in UTC', (c) => postgresLedger(c, 'UTC'), untold, EXAMPLES);
registerReportTests(
  'Postgres, days kept in Lord Howe',
  (c) => postgresLedger(c, 'Australia/Lord_Howe'),
  untold,
  EXAMPLES,
);
registerMachineTests(
  'Postgres, days kept in Lord Howe',
  (c) => postgresLedger(c, 'Australia/Lord_Howe'),
  untold,
  EXAMPLES,
);
