import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { readWorkspace, requireWritable } from '../../src/workspace/postgres/schema.ts';
import { example } from '../support/shared-turn-example.ts';
import { CALENDAR, NOW_MS, StrictWorkspace } from '../support/strict-workspace.ts';

let workspace: StrictWorkspace;
let writer: string;
let reader: string;
let before: object;

beforeAll(async () => {
  workspace = await StrictWorkspace.make();
  const a = await workspace.machine('a', 'own');
  await a.push([example('msg_1'), example('msg_2')], [{ sessionId: 's1', rank: 1, position: 1, text: 'from a' }]);
  writer = (await workspace.invited('b', 'writer')).dsn;
  reader = (await workspace.invited('reader', 'reader')).dsn;
  const b = new Pusher(await workspace.connected(writer), { ...CARD, uid: 'b'.repeat(32) }, CALENDAR);
  await b.hello(NOW_MS);
  await b.push([example('msg_3')]);
  before = await workspace.contents();
});
afterAll(async () => workspace.close());

const CARD = { name: 'b', member: '', team: '', version: 'test' };
const COPY = `(key, machine_id, seq, ts_ms, born_ms, session_id, project_id, class_id, branch_id, flags, input, output, cache_5m, cache_1h, cache_read, web_searches)`;
const A = `(SELECT id FROM claude_usage.machine WHERE name = 'a')`;

describe('a writer', () => {
  // Row-level security hides the row from the statement, so that it succeeds and touches nothing.
  test.each([
    `UPDATE claude_usage.copy SET output = 999 WHERE key = 'msg_1'`,
    `DELETE FROM claude_usage.copy WHERE key = 'msg_1'`,
    `UPDATE claude_usage.title SET text = 'from b' WHERE machine_id = ${A}`,
    `DELETE FROM claude_usage.title WHERE machine_id = ${A}`,
    `UPDATE claude_usage.machine SET name = 'fooled', generation = 9 WHERE id = ${A}`,
    `SELECT claude_usage.derive(ARRAY['msg_1', 'msg_2', 'msg_3', 'never told'])`,
    `SELECT claude_usage.forget_names(ARRAY[1, 2], ARRAY[1, 2], ARRAY[1, 2])`,
  ])('changes nothing of another with: %s', async (sql) => {
    await workspace.ask(writer, sql);
    expect(await workspace.contents()).toEqual(before);
    const { rows } = await workspace.ask(workspace.dsn, `SELECT text FROM claude_usage.title`);
    expect(rows).toEqual([{ text: 'from a' }]);
  });

  test.each([
    [
      'tells under the name of another',
      `INSERT INTO claude_usage.copy ${COPY} VALUES ('msg_9', ${A}, 1, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1)`,
    ],
    ['tells as another role', `INSERT INTO claude_usage.machine (uid, name, owner_role) VALUES ('x', 'x', 'postgres')`],
    ['gives itself another role', `UPDATE claude_usage.machine SET owner_role = 'postgres' WHERE name = 'b'`],
    ['takes the id of another', `INSERT INTO claude_usage.machine (uid, name) VALUES ('${'a'.repeat(32)}', 'x')`],
    ['moves its rows to another', `UPDATE claude_usage.copy SET machine_id = ${A} WHERE key = 'msg_3'`],
    ['deletes a machine', `DELETE FROM claude_usage.machine WHERE name = 'b'`],
    ['writes turns', `UPDATE claude_usage.event SET output = 1`],
    ['writes the rollup', `INSERT INTO claude_usage.slice SELECT * FROM claude_usage.slice`],
    ['writes days', `DELETE FROM claude_usage.day_slice`],
    ['renames a session', `UPDATE claude_usage.session SET title = 'mine'`],
    ['renames a project', `UPDATE claude_usage.project SET name = 'mine'`],
    ['removes a name', `DELETE FROM claude_usage.label`],
    ['turns the changes back', `UPDATE claude_usage.change SET counter = 0`],
    ['changes the format', `UPDATE claude_usage.ledger_meta SET value = '9'`],
    ['rebuilds as it likes', `SELECT claude_usage.rebuild(ARRAY[1], ARRAY[1])`],
    ['empties a table', `TRUNCATE claude_usage.copy`],
    ['makes a table', `CREATE TABLE claude_usage.mine (x int)`],
    ['lifts the rules', `ALTER TABLE claude_usage.copy DISABLE ROW LEVEL SECURITY`],
    ['invites', `INSERT INTO claude_usage.invitation VALUES ('x', 'x', 'writer')`],
  ])('fails when it %s', async (_what, sql) => {
    await expect(workspace.ask(writer, sql)).rejects.toThrow(/permission denied|must be owner|violates/);
    expect(await workspace.contents()).toEqual(before);
  });
});

describe('a reader', () => {
  test.each([
    `INSERT INTO claude_usage.machine (uid, name) VALUES ('x', 'x')`,
    `UPDATE claude_usage.copy SET output = 1`,
    `DELETE FROM claude_usage.copy`,
    `INSERT INTO claude_usage.session (uid) VALUES ('x')`,
    `SELECT claude_usage.begin_change()`,
    `SELECT claude_usage.derive(ARRAY['msg_1'])`,
    `SELECT claude_usage.keep_calendar('UTC', '[]', '[]')`,
    `SELECT value FROM claude_usage.secret`,
    `SELECT * FROM claude_usage.invitation`,
  ])('may not: %s', async (sql) => {
    await expect(workspace.ask(reader, sql)).rejects.toThrow(/permission denied/);
  });

  test('sees all that is told, and is told so when it would write', async () => {
    const store = await workspace.connected(reader);
    const there = await readWorkspace(store);
    expect(there).toMatchObject({ access: 'reader', key: '' });
    expect(() => requireWritable(store, there!)).toThrow(expect.objectContaining({ code: 'config' }));
    const { rows } = await workspace.ask(reader, 'SELECT COUNT(*)::int AS turns FROM claude_usage.event');
    expect(rows).toEqual([{ turns: 3 }]);
  });
});

test('a machine that tells under another role than before is refused, until the owner hands it over', async () => {
  const uid = 'd'.repeat(32);
  const tell = async (dsn: string, output: number): Promise<void> => {
    const pusher = new Pusher(await workspace.connected(dsn), { ...CARD, name: 'd', uid }, CALENDAR);
    await pusher.hello(NOW_MS);
    await pusher.push([example('msg_4', output)]);
  };
  await tell(workspace.dsn, 1);
  await expect(tell(writer, 2)).rejects.toMatchObject({ code: 'config', hint: expect.stringContaining('--machine') });
  await tell((await workspace.invited('d', 'writer', uid)).dsn, 3);
  const { rows } = await workspace.ask(workspace.dsn, `SELECT output::int FROM claude_usage.event WHERE key = 'msg_4'`);
  expect(rows).toEqual([{ output: 3 }]);
});

test('neither password nor verifier stands in what the server was told in plain', async () => {
  const { invitation, dsn } = await workspace.invited('quiet', 'writer');
  const { rows } = await workspace.ask(
    workspace.dsn,
    `SELECT rolpassword FROM pg_authid WHERE rolname = '${invitation.role}'`,
  );
  expect(rows[0]?.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
  expect(rows[0]?.rolpassword).not.toContain(invitation.password);
  expect((await workspace.ask(dsn, 'SELECT current_user AS me')).rows).toEqual([{ me: invitation.role }]);
});

test('who may not make roles gets the statements for somebody who may; who does not own the workspace gets neither', async () => {
  const { invite } = await import('../../src/workspace/postgres/invite.ts');
  await expect(invite(await workspace.connected(writer), { name: 'x', kind: 'writer' })).rejects.toMatchObject({
    code: 'config',
  });
});
