import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { PostgresWorkspace } from '../../src/workspace/postgres/postgres-workspace.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { contentsOf } from '../support/reader-contents.ts';
import { TempHome } from '../support/temp-home.ts';
import { sharedTurn } from '../support/shared-turns.ts';

const calendar = { zone: 'Europe/Berlin', epochs: [] };

async function newMachine(dsn: string, name: string) {
  const notices: string[] = [];
  const ledger = await openLedger(':memory:', { machineName: name, zone: 'Europe/Berlin' });
  const card = { name, member: '', team: '', version: 'test' };
  const home = new TempHome();
  const options = {
    machineFile: home.path('state', 'machine.json'),
    fingerprint: name,
    notice: (line: string) => void notices.push(line),
    ledger,
    dsn,
    rules: shareRules('mine', ''),
    card,
    calendar,
    nowMs: () => 1_790_000_000_000,
  };
  const workspace = await PostgresWorkspace.open(options);
  const close = async (): Promise<void> => {
    await workspace[Symbol.asyncDispose]();
    await ledger.close();
    home[Symbol.dispose]();
  };
  return { ledger, workspace, close, work: (turns: readonly SharedTurn[]) => addOwn(ledger, turns) };
}
const addOwn = (ledger: SqlLedger, turns: readonly SharedTurn[]): Promise<void> =>
  ledger.write((w) => w.sharing.add(ledger.selfMachineId(), turns, (key, name) => ({ key, name })));

test('two ledgers that share a Postgres, and the Postgres itself, are one ledger that had everything', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sharedTurn, { maxLength: 12 }),
      fc.array(sharedTurn, { maxLength: 12 }),
      async (first, second) => {
        const dsn = await newDatabase();
        const [a, b] = [await newMachine(dsn, 'a'), await newMachine(dsn, 'b')];
        try {
          await a.work(first.slice(0, 6));
          await a.workspace.init();
          await b.work(second);
          await b.workspace.join();
          await a.work(first.slice(6));
          await a.workspace.sync();
          await b.workspace.sync();
          const uid = (await a.ledger.reader.machines()).find((m) => m.self)?.uid ?? '';
          const reader = new PostgresReader(await openPostgres(dsn), uid, []);
          const inPostgres = await contentsOf(reader);
          await reader.close();
          expect(await contentsOf(a.ledger.reader)).toEqual(inPostgres);
          expect(await contentsOf(b.ledger.reader)).toEqual(inPostgres);
          expect(await b.workspace.sync()).toMatchObject({ sent: 0, received: 0 });
        } finally {
          await a.close();
          await b.close();
        }
      },
    ),
    { numRuns: 20, interruptAfterTimeLimit: 60_000 },
  );
});

test('what a machine takes back goes everywhere, and what the other sighted too stays', async () => {
  const dsn = await newDatabase();
  const [a, b] = [await newMachine(dsn, 'a'), await newMachine(dsn, 'b')];
  const [both, only] = fc.sample(sharedTurn, { seed: 7, numRuns: 2 }) as [SharedTurn, SharedTurn];
  try {
    await a.work([
      { ...both, key: 'msg_both' },
      { ...only, key: 'msg_a' },
    ]);
    await b.work([{ ...both, key: 'msg_both' }]);
    await a.workspace.init();
    await b.workspace.join();
    expect((await b.ledger.reader.stats()).turns).toBe(2);
    await a.workspace.leave(true);
    await b.workspace.sync();
    expect((await b.ledger.reader.stats()).turns).toBe(1);
    const reader = new PostgresReader(await openPostgres(dsn), '', []);
    expect(await reader.stats()).toMatchObject({ turns: 1, sessions: 1 });
    await reader.close();
  } finally {
    await a.close();
    await b.close();
  }
});

test('a database without a workspace is not made into one by joining', async () => {
  const machine = await newMachine(await newDatabase(), 'a');
  try {
    await expect(machine.workspace.join()).rejects.toMatchObject({ code: 'not-found' });
  } finally {
    await machine.close();
  }
});

test('two machines may make the workspace at once', async () => {
  const dsn = await newDatabase();
  const machines = await Promise.all(['a', 'b', 'c'].map((name) => newMachine(dsn, name)));
  try {
    await Promise.all(machines.map((m) => m.workspace.init()));
    for (const m of machines) await m.workspace.sync();
    expect((await machines[0]!.ledger.reader.machines()).map((m) => m.name).sort()).toEqual(['a', 'b', 'c']);
  } finally {
    for (const m of machines) await m.close();
  }
});
