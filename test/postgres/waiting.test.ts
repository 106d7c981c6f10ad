/** What a machine does that finds another one, or the server, in its way. */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { isTransient } from '../../src/ledger/dialect/postgres-errors.ts';
import { example } from '../support/shared-turn-example.ts';
import { StrictWorkspace } from '../support/strict-workspace.ts';

/** A machine that began to tell and is gone: it holds the number of the next change. */
async function goneInTheMiddle(dsn: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: dsn });
  await client.connect();
  await client.query('BEGIN; SELECT counter FROM claude_usage.begin_change()');
  return client;
}

test('behind a machine that is gone in the middle: told apart from a slow server, tried again, and through once it is free', async () => {
  const workspace = await StrictWorkspace.make();
  const told = await workspace.machine('a', 'own', 600);
  const gone = await goneInTheMiddle(workspace.dsn);
  try {
    const store = await workspace.connected(workspace.dsn, 600);
    const error: unknown = await store
      .transaction((query) => query('SELECT counter FROM claude_usage.begin_change()'))
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'workspace-unreachable', message: expect.stringContaining('another machine') });
    expect(isTransient(error)).toBe(true);
    const pushed = told.push([example('msg_1')]);
    while (told.resends === 0) await Promise.race([pushed, wait(5)]);
    await gone.query('ROLLBACK');
    await pushed;
    expect(await workspace.contents()).toMatchObject({ turns: [{ key: 'msg_1' }] });
  } finally {
    await gone.end();
    await workspace.close();
  }
});

test('a server that is too slow is said in our words, once', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const store = await workspace.connected(workspace.dsn, 300);
    const error: unknown = await store
      .transaction((query) => query('SELECT pg_sleep(20)'))
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ message: expect.stringContaining('did not answer within the time') });
    expect(isTransient(error)).toBe(false);
  } finally {
    await workspace.close();
  }
});
