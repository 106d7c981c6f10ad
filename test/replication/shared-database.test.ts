import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { example } from '../support/shared-turn-example.ts';
import { buildOlder, LAYOUTS, readRows, type Row } from '../upgrade/older-database.ts';

let base = '';
let dbPath = '';
const ledgers: SqlLedger[] = [];
const notices: string[] = [];
let nowMs = Date.UTC(2026, 9, 2);
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'shared database '));
  mkdirSync(join(base, 'drive'));
  dbPath = join(base, 'drive', 'usage.db');
  notices.length = 0;
});
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  rmSync(base, { recursive: true, force: true });
});

async function machine(name: string, keys: readonly string[] = [], share: unknown = 'mine') {
  const ledger = await openLedger(':memory:', { machineName: name, zone: 'UTC' });
  ledgers.push(ledger);
  const turns = keys.map((key) => ({ ...example(key), projectKey: `dir:${name}`, projectName: name, sessionId: name }));
  await ledger.write((w) => w.sharing.add(1, turns, (key, title) => ({ key, name: title })));
  const workspace = (rules: unknown = share, limits: { readonly minIntervalMs?: number } = {}) =>
    new Workspace({
      ...limits,
      ledger,
      dbPath,
      rules: shareRules(rules, ''),
      card: { name, member: '', team: '', version: '1' },
      machineFile: join(base, name, 'machine.json'),
      nowMs: () => nowMs,
      notice: (line) => notices.push(line),
      fingerprint: name,
    });
  return { ledger, workspace };
}
const older = (message_id: string, machine_id: string, output_tokens = 10): Row => ({
  session_id: `s-${machine_id}`,
  timestamp: '2026-09-01T12:00:00.000Z',
  model: 'claude-opus-5',
  input_tokens: 1,
  output_tokens,
  cwd: '/home/ada/app',
  message_id,
  machine_id,
});
/** Output by machine name. */
async function byMachine(ledger: SqlLedger): Promise<Record<string, number>> {
  const names = new Map((await ledger.reader.machines()).map((m) => [m.id, m.name]));
  const found: Record<string, number> = {};
  for await (const t of ledger.reader.turns({ range: {}, zone: 'UTC', filter: {} }))
    found[names.get(t.machine) ?? '?'] = (found[names.get(t.machine) ?? '?'] ?? 0) + t.output;
  return found;
}

test('a database that older dashboards shared becomes the workspace: each turn once, under the machine that made it', async () => {
  buildOlder(dbPath, LAYOUTS['V4'] ?? { turns: [], sessions: [] }, [
    older('msg_a', 'laptop'),
    older('msg_b', 'desktop', 100),
    older('msg_c', 'gone', 1000),
    older('', 'laptop', 5),
  ]);
  const before = readFileSync(dbPath);
  const a = await machine('laptop', ['msg_a', 'msg_new']);
  expect((await a.workspace().sync()).state).toBe('synced');
  expect(notices).toEqual([
    expect.stringContaining(
      `3 turns were taken over from the shared ${dbPath}; the file is kept as ${dbPath}.older. 1 turns without`,
    ),
  ]);
  expect(readFileSync(`${dbPath}.older`).equals(before)).toBe(true);
  expect(await byMachine(a.ledger)).toEqual({ laptop: 20, desktop: 100, gone: 1000 });
  const b = await machine('desktop', ['msg_b2']);
  await b.workspace().sync();
  await a.workspace().sync();
  expect(await byMachine(b.ledger)).toEqual({ laptop: 20, desktop: 110, gone: 1000 });
  expect(await byMachine(a.ledger)).toEqual({ laptop: 20, desktop: 110, gone: 1000 });
  expect(notices).toHaveLength(2);
  await b.workspace().sync();
  expect(notices).toHaveLength(2);
});

test('a database of one other machine stays that machine’s', async () => {
  buildOlder(dbPath, LAYOUTS['V4'] ?? { turns: [], sessions: [] }, [older('msg_b', 'desktop', 100)]);
  const a = await machine('laptop', ['msg_a']);
  await a.workspace().sync();
  expect(await byMachine(a.ledger)).toEqual({ laptop: 10, desktop: 100 });
});

test('at db_path lies the union as plain tables, written by the machine that made the workspace', async () => {
  const [a, b] = [await machine('laptop', ['msg_a']), await machine('desktop', ['msg_b', 'msg_c'])];
  await a.workspace().init();
  await b.workspace().join();
  expect(readRows(dbPath, 'SELECT COUNT(*) AS n FROM turns')).toEqual([{ n: 1 }]);
  await a.workspace().sync();
  expect(readRows(dbPath, 'SELECT COUNT(*) AS n FROM turns'), 'not twice in ten minutes').toEqual([{ n: 1 }]);
  nowMs += 11 * 60_000;
  await a.workspace().sync();
  expect(readRows(dbPath, 'SELECT machine_id, COUNT(*) AS n FROM turns GROUP BY 1 ORDER BY 1')).toEqual([
    { machine_id: 'desktop', n: 2 },
    { machine_id: 'laptop', n: 1 },
  ]);
  expect(readRows(dbPath, 'SELECT session_id, machine_id, turn_count FROM sessions ORDER BY 1')).toEqual([
    { session_id: 'desktop', machine_id: 'desktop', turn_count: 2 },
    { session_id: 'laptop', machine_id: 'laptop', turn_count: 1 },
  ]);
  expect(readRows(dbPath, `SELECT name FROM pragma_table_info('turns') WHERE name IN ('cwd', 'tool_name')`)).toEqual(
    [],
  );
  expect(readdirSync(join(base, 'drive')).toSorted()).toEqual(['usage.db', 'usage.db.d']);
  expect(notices).toEqual([]);
});

test('what the rules keep home is not in the snapshot either, at once when they become stricter', async () => {
  const a = await machine('laptop', ['msg_a']);
  await a.workspace().init();
  expect(readRows(dbPath, 'SELECT project_name FROM sessions')).toEqual([{ project_name: 'laptop' }]);
  await a.workspace({ profile: 'mine', aliases: { laptop: 'secret works' } }).sync();
  expect(readRows(dbPath, 'SELECT project_name FROM sessions')).toEqual([{ project_name: 'secret works' }]);
  await a.workspace({ profile: 'mine', deny: ['laptop'] }).sync();
  expect(readRows(dbPath, 'SELECT (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM turns) AS n')).toEqual([
    { n: 0 },
  ]);
  await a.workspace().leave(true);
  expect(existsSync(dbPath)).toBe(false);
});

test('another machine takes the snapshot over by command, and the one that wrote it leaves it alone', async () => {
  const [a, b] = [await machine('laptop', ['msg_a']), await machine('desktop', ['msg_b', 'msg_c'])];
  await a.workspace().init();
  await b.workspace().join();
  await b.workspace().takeSnapshot();
  expect(readRows(dbPath, 'SELECT COUNT(*) AS n FROM turns')).toEqual([{ n: 3 }]);
  rmSync(dbPath);
  nowMs += 11 * 60_000;
  await a.workspace().sync();
  expect(existsSync(dbPath)).toBe(false);
  await a.workspace().takeSnapshot();
  expect(existsSync(dbPath)).toBe(true);
  rmSync(dbPath);
  nowMs += 11 * 60_000;
  await b.workspace().sync();
  expect(existsSync(dbPath)).toBe(false);
});

test('syncs that nobody asked for make one part a minute; one that was asked for tells at once', async () => {
  const a = await machine('laptop', ['msg_a']);
  const hurried = () => a.workspace();
  await hurried().init();
  const add = (key: string) =>
    a.ledger.write((w) => w.sharing.add(1, [example(key)], (project, name) => ({ key: project, name })));
  const quiet = (): Workspace => a.workspace('mine', { minIntervalMs: 60_000 });
  await add('msg_b');
  expect(await quiet().sync()).toMatchObject({ sent: 0 });
  nowMs += 60_000;
  expect(await quiet().sync()).toMatchObject({ sent: 1 });
  await add('msg_c');
  expect(await quiet().sync()).toMatchObject({ sent: 0 });
  expect(await hurried().sync()).toMatchObject({ sent: 1 });
});
