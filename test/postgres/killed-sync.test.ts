/** One machine's sync, killed at one moment after the other: what it says to the server is the clock. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { type Moment, startKillingProxy } from '../support/killing-proxy.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { TempHome } from '../support/temp-home.ts';
import { chaosTruth, chaosTurns, contentsOf, nameOf, openChaosWorkspace } from './chaos-machine.ts';

const CHILD = fileURLToPath(new URL('sync-child.ts', import.meta.url));
const [OTHER, SELF] = [0, 1];
const TURNS = 100;
const NEVER = Number.MAX_SAFE_INTEGER;

test(
  'a sync that is killed at any moment changes nothing after the next one',
  { timeout: 240_000 },
  async ({ annotate }) => {
    using start = new TempHome();
    await prepare(start.home);
    await using whole = await chaosTruth(2, TURNS);
    const truth = await contentsOf(whole.reader);
    const all = await syncKilled(start.home, truth, NEVER, 'unheard');
    expect(all).toMatchObject({ signal: null, code: 0 });
    let killed = 0;
    // With its last two messages it takes its leave, and may be gone before it is killed.
    for (let at = 1; at <= all.messages - 2; at += inject('postgresStep')) {
      const moment: Moment = at % 2 === 0 ? 'unheard' : 'unanswered';
      expect(await syncKilled(start.home, truth, at, moment), `${at} ${moment}`).toMatchObject({ signal: 'SIGKILL' });
      killed += 1;
    }
    await annotate(`killed at ${killed} of ${all.messages} messages`);
  },
);

/** Two machines, each with turns of its own and turns that both have; nobody told any yet. */
async function prepare(folder: string): Promise<void> {
  for (const i of [OTHER, SELF]) {
    await using ledger = await openLedger(`${folder}/${i}.db`, { machineName: nameOf(i), zone: 'UTC' });
    await ledger.write((w) =>
      w.sharing.add(ledger.selfMachineId(), chaosTurns(i, TURNS), (key, name) => ({ key, name })),
    );
  }
}

interface Killed {
  readonly signal: string | null;
  readonly code: number | null;
  /** That the client sent in its whole life. */
  readonly messages: number;
}

/** One workspace of its own with the other machine in it, one sync that is killed, one that is not: all must be the truth. */
async function syncKilled(start: string, truth: object, at: number, moment: Moment): Promise<Killed> {
  using home = new TempHome();
  cpSync(start, home.home, { recursive: true });
  const dsn = await newDatabase();
  await synced(home.home, OTHER, dsn, 'init');
  const victim: { process?: ChildProcess } = {};
  const proxy = await startKillingProxy(dsn, at, moment, () => victim.process?.kill('SIGKILL'));
  const child = spawn(process.execPath, [CHILD, home.home, String(SELF)], {
    env: { ...process.env, CHAOS_DSN: proxy.url },
  });
  victim.process = child;
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal === 'SIGKILL' || code === 0, (await said).join('')).toBe(true);
  const { messages } = proxy;
  await proxy.stop();
  // Whoever comes next finds no trace of it; then those two are told of each other's turns.
  for (const i of [SELF, OTHER]) expect(await synced(home.home, i, dsn, 'sync'), nameOf(i)).toEqual(truth);
  const shared = new PostgresReader(await openPostgres(dsn), '', []);
  expect(await contentsOf(shared)).toEqual(truth);
  await shared.close();
  return { signal, code, messages };
}

/** What the machine's ledger holds after it. */
async function synced(folder: string, index: number, dsn: string, verb: 'init' | 'sync'): Promise<object> {
  await using ledger = await openLedger(`${folder}/${index}.db`, { machineName: nameOf(index), zone: 'UTC' });
  await using workspace = await openChaosWorkspace(ledger, index, dsn, folder);
  await workspace[verb]();
  expect(ledger.verify().ok).toBe(true);
  return await contentsOf(ledger.reader);
}
