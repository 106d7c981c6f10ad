import { readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../test/support/cli-machine.ts';

let machine: CliMachine;
beforeEach(() => {
  machine = new CliMachine();
});
afterEach(() => machine[Symbol.dispose]());

const ledger = () => join(machine.home, '.claude', 'usage.db');
const twoTurns = () =>
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z'), turnRecord('2', '2026-11-21T10:00:00Z')]);
const json = async (...args: string[]) =>
  JSON.parse((await machine.run([...args, '--json'])).out) as Record<string, unknown>;

describe('exit status', () => {
  test('0 when done, with nothing on standard error', async () => {
    twoTurns();
    expect(await machine.run(['daily'])).toMatchObject({ code: 0, err: '' });
  });

  test.each([
    [['dayly'], /unknown command 'dayly'.*Did you mean daily/],
    [['daily', '--sinse', '2026-01-01'], /unknown option '--sinse'.*See: claude-usage daily --help/],
    [['daily', '--since', 'yesterday'], /It is no day/],
    [['daily', '--since', '2026-02-30'], /It is no day/],
    [['daily', '--since', '2026-02-03', '--until', '2026-02-01'], /lies after/],
    [['daily', '--timezone', 'Mars/Base'], /unknown time zone "Mars\/Base"/],
    [['daily', '--order', 'up'], /Allowed choices are asc, desc/],
    [['daily', 'extra'], /too many arguments/],
    [['daily', '--project', ''], /It is empty/],
    [['daily', '--project', 'nope'], /nope/],
    [['session', 'show'], /missing required argument 'id'/],
    [['export', '--type', 'all'], /Allowed choices/],
    [['dashboard', '--port', '99999'], /It is no port/],
    [['dashboard', '--host', '0.0.0.0', '--port', '0'], /answers on this machine only/],
  ])('2 for %j, in one line', async (args, message) => {
    twoTurns();
    const ran = await machine.run(args);
    expect(ran.err).toMatch(message);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('1 with one line that says what to do', async () => {
    machine.write('.claude/usage.db', 'this is no database, whatever its name says'.repeat(100));
    const ran = await machine.run(['daily']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^claude-usage: .*usage\.db/);
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('1 for a session that is not there', async () => {
    twoTurns();
    expect(await machine.run(['session', 'show', 'ffff'])).toMatchObject({ code: 1, out: '' });
  });

  test('3 when something could not be read, named with place and kind, and only in the scan that met it', async () => {
    const file = machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z'), '{"type":"assistant","message":']);
    const first = await machine.run(['daily']);
    expect(first.code).toBe(3);
    expect(first.err).toMatch(/skipped 1 line that is not JSON, in .*a\.jsonl at byte \d+\. See: claude-usage doctor/);
    expect(first.out).toContain('2026-11-22');
    expect((await machine.run(['daily'])).code).toBe(0);
    expect((await machine.run(['doctor'])).out).toContain(`${file} at byte `);
  });

  test('3 for a folder that cannot be read, in every scan until it can', async () => {
    const loop = join(machine.home, 'loop');
    symlinkSync(loop, loop);
    for (const _ of [1, 2]) {
      const ran = await machine.run(['daily'], { env: { CLAUDE_CONFIG_DIR: loop } });
      expect(ran.err).toMatch(/skipped 1 folder that cannot be read, in .*loop.*\. See: claude-usage doctor/);
      expect(ran.code).toBe(3);
    }
  });
});

describe('without a command', () => {
  test('nothing at all gives today and where to go', async () => {
    twoTurns();
    const { code, out } = await machine.run([]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Today {2}2026-11-22/);
    expect(out).toContain('claude-usage dashboard');
  });

  test('options alone are those of daily, as with ccusage', async () => {
    twoTurns();
    expect(Object.keys(JSON.parse((await machine.run(['--json'])).out) as object)[0]).toBe('daily');
    expect((await machine.run(['-s', '20261122', '-j'])).out).not.toContain('2026-11-21');
  });

  test.each([['--version'], ['-V'], ['-v'], ['version']])('%s prints the version alone', async (flag) => {
    expect(await machine.run([flag])).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
  });

  test.each([[['--help']], [['help']], [['-h']]])('%j lists every command and reads nothing', async (args) => {
    const { code, out } = await machine.run(args);
    expect(code).toBe(0);
    for (const verb of ['scan', 'today', 'session', 'blocks', 'export', 'doctor', 'completions'])
      expect(out).toContain(verb);
    expect(readdirSync(join(machine.home, '.claude'))).toEqual(['projects']);
  });

  test.each([[['daily', '--help']], [['help', 'daily']]])('%j explains one command', async (args) => {
    const { code, out } = await machine.run(args);
    expect(code).toBe(0);
    expect(out).toContain('Usage: claude-usage daily');
    expect(out).toContain('--since');
    expect(out).not.toContain('--hint');
  });
});

describe('--no-scan', () => {
  test('answers from the ledger as it is', async () => {
    twoTurns();
    await machine.run(['scan']);
    machine.transcript('b', [turnRecord('3', '2026-11-22T11:00:00Z')]);
    const totals = async (...args: string[]) => ((await json('daily', ...args))['totals'] as { turns: number }).turns;
    expect(await totals('--no-scan')).toBe(2);
    expect(await totals()).toBe(3);
  });

  test('without a ledger says how to make one, and makes none', async () => {
    const ran = await machine.run(['today', '--no-scan']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('Run: claude-usage scan');
    expect(statSync(ledger(), { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('a wrong configuration', () => {
  test('is warned about on standard error and the report goes on', async () => {
    twoTurns();
    machine.write('.claude/workspace.json', { backend: 5 });
    const ran = await machine.run(['daily']);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('backend is 5, expected one of sqlite, postgres; the default is used.');
    expect(ran.out).toContain('2026-11-22');
  });

  test('a DSN is shown nowhere, not even by doctor', async () => {
    machine.write('.claude/workspace.json', { pg_dsn: 'postgres://me:canary-secret@host/db' });
    for (const args of [['doctor'], ['doctor', '--json'], ['daily']]) {
      const { out, err } = await machine.run(args);
      expect(out + err).not.toContain('canary-secret');
    }
    expect((await machine.run(['doctor'])).out).toContain('(set, not shown)');
  });
});

describe('preferences', () => {
  test('a currency needs a rate; JSON stays in US dollars', async () => {
    twoTurns();
    const refused = await machine.run(['daily', '--currency', 'eur']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('"currencyRates": { "EUR": RATE }');
    machine.write('.claude/claude-usage.json', { currencyRates: { EUR: 2 } });
    const dollars = ((await json('daily'))['totals'] as { totalCost: number }).totalCost;
    const { out } = await machine.run(['daily', '--currency', 'eur']);
    expect(out).toContain(`€${(dollars * 2).toFixed(2)}`);
    expect(((await json('daily', '--currency', 'EUR'))['totals'] as { totalCost: number }).totalCost).toBe(dollars);
  });

  test('a preferred currency without a rate is warned about, in US dollars', async () => {
    twoTurns();
    machine.write('.claude/claude-usage.json', { currency: 'EUR' });
    const { code, out, err } = await machine.run(['daily']);
    expect(code).toBe(0);
    expect(out).toContain('$');
    expect(err).toContain('there is no rate for currency EUR');
  });

  test('time zone and week start are those of the preferences unless a flag says otherwise', async () => {
    machine.transcript('a', [turnRecord('1', '2026-11-22T23:30:00Z')]);
    machine.write('.claude/claude-usage.json', { timezone: 'Asia/Tokyo', weekStart: 'sunday' });
    const periods = async (...args: string[]) => {
      const report = await json(...args);
      return (Object.values(report)[0] as { period: string }[]).map((row) => row.period);
    };
    expect(await periods('daily')).toEqual(['2026-11-23']);
    expect(await periods('daily', '-z', 'UTC')).toEqual(['2026-11-22']);
    expect(await periods('weekly')).toEqual(['2026-11-22']);
    expect(await periods('weekly', '--start-of-week', 'monday')).toEqual(['2026-11-23']);
    expect(await periods('weekly', '--week-start', 'monday', '-z', 'UTC')).toEqual(['2026-11-16']);
  });

  test('a project alias is shown and filtered by, and changes no figure', async () => {
    twoTurns();
    const before = await json('projects');
    machine.write('.claude/claude-usage.json', { projectAliases: { 'work/app': 'Shop' } });
    const after = await json('projects');
    expect((after['projects'] as { project: string }[])[0]!.project).toBe('Shop');
    expect(after['totals']).toEqual(before['totals']);
    expect((await json('daily', '--project', 'Shop'))['totals']).toEqual(before['totals']);
  });
});

describe('pipes', () => {
  test('a reader that goes away is no failure', async () => {
    machine.transcript(
      'a',
      Array.from({ length: 3_000 }, (_, i) => turnRecord(String(i), '2026-11-22T10:00:00Z')),
    );
    expect(await machine.run(['export', '--format', 'ndjson'], { breaksAfter: 1 })).toMatchObject({ code: 0, err: '' });
  });

  test('a table in a pipe has no colour and no edge; on a terminal it fits', async () => {
    machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z', { cwd: `/work/${'long-name-'.repeat(12)}` })]);
    const piped = await machine.run(['projects']);
    expect(piped.out).toContain('long-name-'.repeat(12));
    expect(piped.out).not.toContain('\u001b');
    const shown = await machine.run(['projects'], { columns: 80 });
    expect(shown.out).toContain('\u001b[1m');
    // oxlint-disable-next-line no-control-regex
    for (const line of shown.out.replace(/\u001b\[\d+m/g, '').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await machine.run(['projects', '--no-color'], { columns: 80 })).out).not.toContain('\u001b');
    expect((await machine.run(['projects'], { columns: 80, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
  });
});

test('CLAUDE_USAGE_DB moves the ledger, CLAUDE_CONFIG_DIR does not', async () => {
  machine.write('elsewhere/projects/-p/a.jsonl', `${JSON.stringify(turnRecord('1', '2026-11-22T10:00:00Z'))}\n`);
  const env = {
    CLAUDE_CONFIG_DIR: join(machine.home, 'elsewhere'),
    CLAUDE_USAGE_DB: join(machine.home, 'my', 'own.db'),
  };
  expect((await machine.run(['scan'], { env })).out).toContain('The ledger holds 1 turn of 1 session.');
  expect(readdirSync(join(machine.home, 'my'))).toEqual(['own.db']);
  expect(statSync(ledger(), { throwIfNoEntry: false })).toBeUndefined();
});

test('export --out appears whole or not at all', async () => {
  twoTurns();
  const ran = await machine.run(['export', '--format', 'json', '--out', 'turns.json']);
  expect(ran).toMatchObject({ code: 0, out: '', err: '' });
  expect((JSON.parse(readFileSync(join(machine.home, 'turns.json'), 'utf8')) as unknown[]).length).toBe(2);
  expect((await machine.run(['export', '--out', 'no/such/folder/x.csv'])).code).toBe(2);
  expect((await machine.run(['export', '--project', 'nope', '--out', 'gone.json'])).code).toBe(2);
  expect(readdirSync(machine.home).sort()).toEqual(['.claude', 'turns.json']);
});
