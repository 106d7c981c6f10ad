import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { registerReportTests, type Untold } from '../conformance/register-report-tests.ts';
import { NOW_MS } from '../support/arbitrary-contents.ts';
import type { LedgerContents } from '../support/ledger-contents.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { filledLedger } from '../support/sqlite-ledger.ts';

/** A workspace in Postgres to which one machine has told all it has. */
async function postgresLedger(contents: LedgerContents, homeZone: string): Promise<LedgerReader> {
  const ledger = await filledLedger(contents, { homeZone, filewise: false });
  const store = await openPostgres(await newDatabase());
  const [self] = await ledger.reader.machines();
  if (!self) throw new Error('a ledger without a machine');
  const calendar = { zone: homeZone, epochs: contents.epochs };
  await migrate(store, calendar);
  const told = await ledger.write((w) => {
    w.sharing.start();
    const turns = w.sharing.dirty(100_000).map((d) => d.turn);
    return { turns, titles: w.sharing.titlesOf(turns.map((t) => t.sessionId)) };
  });
  await ledger.close();
  const pusher = new Pusher(store, { ...self, version: 'test' }, calendar);
  await pusher.hello(NOW_MS);
  // In halves and once again: the rollup is built in parts, and what is sent twice counts once.
  for (const turns of [told.turns.slice(3), told.turns.slice(0, 3), told.turns]) await pusher.push(turns, told.titles);
  return new PostgresReader(store, self.uid, contents.epochs);
}

/** Folders, tools, agents, versions and what Claude Code said of a session stay on the machine. */
const untold: Untold = {
  contents: (c) => ({
    ...c,
    sessionCosts: {},
    machines: c.machines.map((m) => ({
      ...m,
      lastHeardMs: NOW_MS,
      files: m.files.map((f) => ({
        ...f,
        events: f.events.map((e) => ({ ...e, tool: '', agentId: '', cliVersion: '' })),
      })),
    })),
  }),
  figures: ['cwd', 'files'],
};

registerReportTests('Postgres, days kept in UTC', (c) => postgresLedger(c, 'UTC'), untold, 12);
registerReportTests('Postgres, days kept in Lord Howe', (c) => postgresLedger(c, 'Australia/Lord_Howe'), untold, 12);
