import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../support/cli-machine.ts';
import { TempHome } from '../support/temp-home.ts';

/** Tables with rows of a session, and the column that names it. */
const TABLES = { session: 'id', event: 'session_id', slice: 'session_id', session_day: 'session_id' };

const session = (n: number): string => `0000000${n}-2222-4333-8444-555555555555`;
const turnsOf = (machine: string, n: number): object[] =>
  ['01', '02'].map((hour) =>
    turnRecord(`${machine}_${n}_${hour}`, `2026-11-0${n}T${hour}:00:00Z`, { session: session(n) }),
  );

/** Has the ledger note each row that is written from now on. */
function watchWrites(path: string): void {
  const db = new Database(path);
  db.exec('CREATE TABLE touched (session_id INTEGER)');
  for (const [table, column] of Object.entries(TABLES))
    for (const [event, row] of [
      ['INSERT', 'NEW'],
      ['UPDATE', 'NEW'],
      ['UPDATE', 'OLD'],
      ['DELETE', 'OLD'],
    ])
      db.exec(
        `CREATE TRIGGER touched_${table}_${event}_${row} AFTER ${event} ON ${table}
         BEGIN INSERT INTO touched VALUES (${row}.${column}); END`,
      );
  db.close();
}

test('a scan of a shared workspace writes no row of a session that it read nothing of', async () => {
  using drive = new TempHome();
  using laptop = new CliMachine();
  using desktop = new CliMachine();
  mkdirSync(drive.path('drive'));
  const shared = drive.path('drive', 'usage.db');
  const claude = (machine: CliMachine, name: string, ...args: string[]) =>
    machine.run(args, { env: { CLAUDE_USAGE_MACHINE_ID: name } });
  for (const n of [1, 2, 3, 4]) laptop.transcript(`laptop-${n}`, turnsOf('laptop', n));
  for (const n of [5, 6, 7]) desktop.transcript(`desktop-${n}`, turnsOf('desktop', n));
  expect((await claude(laptop, 'laptop', 'workspace', 'init', shared)).code).toBe(0);
  expect((await claude(desktop, 'desktop', 'workspace', 'join', shared)).code).toBe(0);
  const path = desktop.files.path('.claude', 'usage.db');
  watchWrites(path);
  desktop.transcript('desktop-6', [
    ...turnsOf('desktop', 6),
    turnRecord('more', '2026-11-06T03:00:00Z', { session: session(6) }),
  ]);
  expect((await claude(desktop, 'desktop', 'scan')).code).toBe(0);
  const db = new Database(path, { readonly: true });
  const uids = db.prepare('SELECT DISTINCT s.uid FROM touched t JOIN session s ON s.id = t.session_id').pluck().all();
  expect(uids).toEqual([session(6)]);
  expect(db.prepare('SELECT COUNT(*) FROM session').pluck().get()).toBe(7);
  db.close();
});
