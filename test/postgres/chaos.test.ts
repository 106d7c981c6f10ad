import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { CANARY, startPostgres } from '../support/postgres-server.ts';
import { chaosTruth, MACHINES } from './chaos-turns.ts';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('push-child.ts', import.meta.url));

test('ten processes push while the server crashes and connections are killed: equal to the truth', async () => {
  const server = await startPostgres(inject('postgresBin'));
  try {
    const store = await openPostgres(server.url);
    await migrate(store, { zone: 'UTC', epochs: [] });
    await store.close();
    let pending = MACHINES;
    const children = Array.from({ length: MACHINES }, (_, i) =>
      run(process.execPath, [CHILD, String(i)], { env: { ...process.env, CHAOS_DSN: server.url } }).finally(
        () => (pending -= 1),
      ),
    );
    const done = Promise.all(children);
    done.catch(() => undefined);
    let strikes = 0;
    while (pending > 0 && strikes < 6) {
      await waitForPushes(server.url, strikes + 1);
      if (strikes % 3 === 2) await server.crash();
      else await killOthers(server.url);
      strikes += 1;
    }
    const outputs = await done;
    const reader = new PostgresReader(await openPostgres(server.url), '', []);
    const cells = await reader.usage({ by: ['machine'], range: {}, zone: 'Asia/Kathmandu', filter: {} });
    const days = await reader.usage({ by: [], range: {}, zone: 'UTC', filter: {} });
    await reader.close();
    const sum = (of: typeof cells) => ({
      turns: of.reduce((a, c) => a + c.turns, 0),
      output: of.reduce((a, c) => a + c.output, 0),
    });
    expect(sum(cells)).toEqual(chaosTruth());
    expect(sum(days)).toEqual(chaosTruth());
    expect(strikes).toBe(6);
    expect(outputs.reduce((a, o) => a + (JSON.parse(o.stdout) as { resends: number }).resends, 0)).toBeGreaterThan(0);
    expect(outputs.map((o) => o.stdout + o.stderr).join('')).not.toContain(CANARY);
  } finally {
    await server.stop();
  }
});

/** Until the change counter has moved by `steps` from zero at least, or nobody answers for a while. */
async function waitForPushes(url: string, steps: number): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const found = await ask(url, 'SELECT counter FROM claude_usage.change').catch(() => undefined);
    if (Number(found?.[0]?.counter ?? 0) >= steps) return;
  }
}
async function killOthers(url: string): Promise<void> {
  await ask(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  ).catch(() => undefined);
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
