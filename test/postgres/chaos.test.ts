import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { startPooler } from '../support/postgres-pooler.ts';
import { CANARY, type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startStallingProxy, type StallingProxy } from '../support/stalling-proxy.ts';
import { TempHome } from '../support/temp-home.ts';
import { chaosTruth, contentsOf, MACHINES, nameOf, openChaosWorkspace } from './chaos-machine.ts';

const CHILD = fileURLToPath(new URL('machine-child.ts', import.meta.url));
const STRIKES = 6;
const machines = Array.from({ length: MACHINES }, (_, i) => i);

test(
  'ten processes on one Postgres, with crashes, killed connections, killed processes and a bad network: equal to the truth',
  { timeout: 240_000 },
  async () => {
    using home = new TempHome();
    const server = await startPostgres(inject('postgresBin'));
    const pooler =
      inject('postgresPooler') === '' ? undefined : await startPooler(inject('postgresPooler'), server.port);
    const proxy = await startStallingProxy(pooler?.url ?? server.url, 2, 3);
    try {
      await makeWorkspace(server.url);
      const children = machines.map((i) => new Machine(home.home, i, proxy.url));
      const strikes = await strike(server, proxy, children);
      for (const child of children) await child.done;
      expect(strikes).toBe(STRIKES);
      expect(proxy.struck).toEqual({
        stalled: 3,
        'cut in a batch': 3,
        'cut once COMMIT was sent': 3,
        'answer to COMMIT lost': 3,
      });
      expect(children.map((child) => child.said).join('')).not.toContain(CANARY);
      await expectTruth(home, server.url);
    } finally {
      await proxy.stop();
      await pooler?.stop();
      await server.stop();
    }
  },
);

/** A machine's process; one that was killed is started again. */
class Machine {
  said = '';
  hasEnded = false;
  readonly done: Promise<void>;
  #kill: () => void = () => undefined;

  constructor(base: string, index: number, dsn: string) {
    this.done = this.#live(base, index, dsn).finally(() => (this.hasEnded = true));
    this.done.catch(() => undefined);
  }
  kill(): void {
    this.#kill();
  }
  async #live(base: string, index: number, dsn: string): Promise<void> {
    for (;;) {
      const child = spawn(process.execPath, [CHILD, base, String(index)], { env: { ...process.env, CHAOS_DSN: dsn } });
      this.#kill = () => child.kill('SIGKILL');
      const words = Promise.all([text(child.stdout), text(child.stderr)]);
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      this.said += (await words).join('');
      if (signal === 'SIGKILL') continue;
      expect(code, this.said).toBe(0);
      return;
    }
  }
}

/** Each time the machines have told a little more, something else breaks. Returns how often. */
async function strike(server: PostgresServer, proxy: StallingProxy, children: readonly Machine[]): Promise<number> {
  const allDone = Promise.allSettled(children.map((child) => child.done));
  for (let strikes = 0; strikes < STRIKES; strikes++) {
    await Promise.race([proxy.commits(3 * (strikes + 1)), allDone]);
    if (children.every((child) => child.hasEnded)) return strikes;
    if (strikes % 3 === 0) await killConnections(server.url);
    else if (strikes % 3 === 1) for (const child of children.slice(strikes, strikes + 3)) child.kill();
    else await server.crash();
  }
  return STRIKES;
}

async function killConnections(url: string): Promise<void> {
  const others = 'pid <> pg_backend_pid() AND datname = current_database()';
  await ask(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`).catch(() => undefined);
}
async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function makeWorkspace(url: string): Promise<void> {
  await using ledger = await openLedger(':memory:', { machineName: nameOf(0), zone: 'UTC' });
  using home = new TempHome();
  await using workspace = await openChaosWorkspace(ledger, 0, url, home.home);
  await workspace.init();
}

/** In the database, and in the ledger of every machine after one more sync. */
async function expectTruth(home: TempHome, url: string): Promise<void> {
  await using whole = await chaosTruth();
  const truth = await contentsOf(whole.reader);
  const shared = new PostgresReader(await openPostgres(url), '', []);
  expect(await contentsOf(shared)).toEqual(truth);
  await shared.close();
  for (const i of machines) {
    await using ledger = await openLedger(home.path(`${i}.db`), { machineName: nameOf(i), zone: 'UTC' });
    await using workspace = await openChaosWorkspace(ledger, i, url, home.home);
    await workspace.sync();
    expect(await contentsOf(ledger.reader), nameOf(i)).toEqual(truth);
    expect(ledger.verify().ok).toBe(true);
  }
}
