import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../../test/support/cli-machine.ts';
import type { Findings } from '../doctor/examine.ts';

let machine: CliMachine;
beforeEach(() => {
  machine = new CliMachine();
});
afterEach(() => machine[Symbol.dispose]());

const findings = async (...args: string[]) => {
  const ran = await machine.run(['doctor', '--json', ...args]);
  return { ...ran, doctor: (JSON.parse(ran.out) as { doctor: Findings }).doctor };
};

test('before the first scan it says where it will look, and makes nothing', async () => {
  const { code, out } = await machine.run(['doctor']);
  expect(code).toBe(0);
  expect(out).toContain(`✓ ${machine.files.projects}  0 transcripts`);
  expect(out).toContain(`– ${join(machine.home, '.config/claude/projects')}  not there`);
  expect(out).toContain('not there yet. Run: claude-usage scan');
  expect(readdirSync(join(machine.home, '.claude'))).toEqual(['projects']);
});

test('tells store, fast path, lock and what was skipped with file and offset', async () => {
  const good = JSON.stringify(turnRecord('1', '2026-11-22T10:00:00Z'));
  const file = machine.transcript('a', [good, '{"type":"assistant","message":{"usage":']);
  await machine.run(['scan']);
  const { code, doctor } = await findings();
  expect(code).toBe(0);
  expect(doctor.roots[0]).toEqual({ path: machine.files.projects, found: true, transcripts: 1 });
  expect(doctor.ledger).toMatchObject({
    format: 1,
    check: 'ok',
    held: false,
    stats: { turns: 1, sessions: 1, skippedLines: 1 },
    skipped: [{ path: file, offset: good.length + 1, kind: 'bad-json' }],
    verify: null,
  });
});

test('--verify recounts; a rollup that differs is shown and is exit status 1', async () => {
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z')]);
  await machine.run(['scan']);
  const well = await findings('--verify');
  expect(well.code).toBe(0);
  expect(well.doctor.ledger).toMatchObject({ verify: { ok: true, turns: 1 } });
  const db = new Database(machine.files.ledger);
  const [table] = db.prepare(`SELECT name FROM sqlite_master WHERE name IN ('slice')`).all() as { name: string }[];
  db.exec(`DELETE FROM ${table!.name}`);
  db.close();
  const ill = await machine.run(['doctor', '--verify']);
  expect(ill.code).toBe(1);
  expect(ill.out).toMatch(/Recount +DIFFERS in \d+ rows? of slice/);
});

test('another process that writes is named', async () => {
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z')]);
  await machine.run(['scan']);
  const other = new Database(machine.files.ledger);
  other.exec('BEGIN IMMEDIATE');
  const { doctor } = await findings();
  other.exec('ROLLBACK');
  other.close();
  expect(doctor.ledger).toMatchObject({ held: true });
});

test('a ledger that is damaged or newer is reported, not repaired', async () => {
  mkdirSync(join(machine.home, '.claude'), { recursive: true });
  writeFileSync(machine.files.ledger, 'no database at all'.repeat(500));
  const before = readFileSync(machine.files.ledger);
  const { code, out } = await machine.run(['doctor']);
  expect(code).toBe(1);
  expect(out).toContain('Where it looks');
  expect(out).toMatch(/State +.*usage\.db/);
  expect(readFileSync(machine.files.ledger)).toEqual(before);
});

test('a turn in the future means a wrong clock', async () => {
  machine.transcript('a', [turnRecord('1', '2026-11-22T15:00:00Z')]);
  await machine.run(['scan']);
  expect((await findings()).doctor.clockAheadMs).toBe(3 * 3_600_000);
  expect((await machine.run(['doctor'])).out).toContain('3 h 00 min in the future: a clock is wrong');
});

test('each setting comes with its provenance', async () => {
  const file = machine.write('.claude/workspace.json', { team: 'red', backend: 'mysql' });
  const ran = await machine.run(['doctor', '--json'], { env: { CLAUDE_USAGE_MEMBER: 'ada' } });
  const { settings, configProblems } = (JSON.parse(ran.out) as { doctor: Findings }).doctor;
  const of = (name: string) => settings.find(({ setting }) => setting === name);
  expect(of('team')).toEqual({ setting: 'team', value: 'red', source: 'file', place: file });
  expect(of('member')).toEqual({
    setting: 'member',
    value: 'ada',
    source: 'environment',
    place: 'CLAUDE_USAGE_MEMBER',
  });
  expect(of('backend')).toMatchObject({ value: 'sqlite', source: 'default' });
  expect(configProblems).toEqual([`${file}: backend is "mysql", expected one of sqlite, postgres`]);
});

test('the first ten skipped things, or all of them', async () => {
  machine.transcript(
    'a',
    Array.from({ length: 14 }, () => '{"type":"assistant","message":'),
  );
  await machine.run(['scan']);
  expect((await machine.run(['doctor'])).out).toContain('and 4 more: claude-usage doctor --all');
  expect((await machine.run(['doctor', '--all'])).out.match(/line that is not JSON/g)).toHaveLength(14);
});
