import { expect, test } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { migrate, PG_FORMAT, readWorkspace, requireWritable } from '../../src/workspace/postgres/schema.ts';
import { CorpusBox } from '../support/corpus-box.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { example } from '../support/shared-turn-example.ts';
import { CALENDAR, StrictWorkspace } from '../support/strict-workspace.ts';

test('many migrators at once make one workspace, and all are told of the same', async () => {
  const dsn = await newDatabase();
  const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgres(dsn)));
  try {
    const made = await Promise.all(stores.map((store) => migrate(store, CALENDAR)));
    expect(new Set(made.map((w) => `${w.id} ${w.key}`)).size).toBe(1);
    expect(made[0]).toMatchObject({ format: PG_FORMAT, access: 'owner' });
    expect(await readWorkspace(stores[0]!)).toEqual(made[0]);
  } finally {
    for (const store of stores) await store.close();
  }
});

test('a migration that was cut off leaves nothing of itself; the next one makes it whole', async () => {
  const dsn = await newDatabase();
  const store = await openPostgres(dsn);
  try {
    await store.transaction(async (query) => {
      await query('CREATE SCHEMA claude_usage');
      // In the way of a table in the middle.
      await query('CREATE TABLE claude_usage.copy (x int)');
    });
    await expect(migrate(store, CALENDAR)).rejects.toThrow(/already exists/);
    const tables = await store.transaction((query) =>
      query(
        `SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = 'claude_usage'::regnamespace AND relkind = 'r'`,
      ),
    );
    expect(tables.map((t) => t.relname)).toEqual(['copy', 'ledger_meta']);
    await store.transaction((query) => query('DROP TABLE claude_usage.copy'));
    expect(await migrate(store, CALENDAR)).toMatchObject({ format: PG_FORMAT });
  } finally {
    await store.close();
  }
});

test('a newer workspace is read and not written', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const a = await workspace.machine('a', 'own');
    await a.push([example('msg_1')]);
    await workspace.ask(workspace.dsn, `UPDATE claude_usage.ledger_meta SET value = '2' WHERE key = 'format'`);
    const there = await migrate(workspace.owner, CALENDAR);
    expect(there.format).toBe(2);
    expect(() => requireWritable(workspace.owner, there)).toThrow(
      expect.objectContaining({ code: 'ledger-newer', message: expect.stringContaining('It was only read.') }),
    );
    expect((await workspace.contents()) as { turns: object[] }).toMatchObject({ turns: [{ key: 'msg_1' }] });
  } finally {
    await workspace.close();
  }
});

test('one who may not make the workspace is told whom to ask', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const { dsn } = await workspace.invited('b', 'writer');
    await workspace.ask(workspace.dsn, `UPDATE claude_usage.ledger_meta SET value = '0' WHERE key = 'format'`);
    await expect(migrate(await workspace.connected(dsn), CALENDAR)).rejects.toMatchObject({
      code: 'config',
      hint: expect.stringContaining('owner'),
    });
  } finally {
    await workspace.close();
  }
});

test('over tables of an older version a sync stops and names the command, and reports go on', async () => {
  const dsn = await newDatabase();
  using laptop = new CorpusBox('laptop');
  await laptop.claude('workspace', 'init', dsn);
  const before = await laptop.daily();
  const store = await openPostgres(dsn);
  await store.transaction((query) => query(`UPDATE claude_usage.ledger_meta SET value = '0' WHERE key = 'format'`));
  await store.close();
  const sync = await laptop.claude('workspace', 'sync');
  expect([sync.code, sync.err]).toEqual([
    1,
    expect.stringMatching(/has workspace format 0; this version needs 1[^]*claude-usage workspace init DSN/),
  ]);
  expect((await laptop.daily()).totals).toEqual(before.totals);
});
