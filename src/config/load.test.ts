import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig, problemText } from './load.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claude-usage-config-'));
  mkdirSync(join(home, '.claude'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const workspaceFile = () => join(home, '.claude', 'workspace.json');
const write = (content: unknown, file = 'workspace.json') =>
  writeFileSync(
    join(home, '.claude', file),
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
const load = (env: Record<string, string> = {}) => loadConfig({ HOME: home, ...env }, '/work/dir');
const texts = (env: Record<string, string> = {}) => load(env).problems.map(problemText);

test('without any file every value is its default and nothing is wrong', () => {
  const { values, problems, provenance } = load();
  expect(problems).toEqual([]);
  expect(values).toMatchObject({ backend: 'sqlite', team: '', member: '', sharedDb: null, pgDsn: null, share: null });
  expect(values.machineName).toBe(hostname());
  expect(values.ledgerPath).toBe(join(home, '.claude', 'usage.db'));
  expect(provenance.ledgerPath).toEqual({ source: 'default', place: '~/.claude/usage.db' });
});

test('per key the environment comes before the file and the file before the default', () => {
  write({ backend: 'postgres', machine_id: 'desk', team: 'red' });
  const { values, provenance } = load({ CLAUDE_USAGE_TEAM: 'blue', CLAUDE_USAGE_MEMBER: 'ada' });
  expect(values).toMatchObject({ backend: 'postgres', machineName: 'desk', team: 'blue', member: 'ada' });
  expect(provenance.team).toEqual({ source: 'environment', place: 'CLAUDE_USAGE_TEAM' });
  expect(provenance.machineName).toEqual({ source: 'file', place: workspaceFile() });
});

test('an empty variable counts as unset', () => {
  write({ team: 'red' });
  expect(load({ CLAUDE_USAGE_TEAM: '' }).values.team).toBe('red');
});

test('null in the file means not set', () => {
  write({ db_path: null, pg_dsn: null });
  expect(load().values).toMatchObject({ sharedDb: null, pgDsn: null });
  expect(load().problems).toEqual([]);
});

test('dsn is another name of pg_dsn, and pg_dsn wins', () => {
  write({ dsn: 'postgres://one' });
  expect(load().values.pgDsn).toBe('postgres://one');
  write({ dsn: 'postgres://one', pg_dsn: 'postgres://two' });
  expect(load().values.pgDsn).toBe('postgres://two');
});

test('words are taken whatever their case and blanks', () => {
  write({ backend: '  Postgres ' });
  expect(load().values.backend).toBe('postgres');
});

describe('a wrong file', () => {
  test.each([
    ['a top-level array', '[1]', 'is an array'],
    ['a top-level number', '5', 'is the value 5'],
    ['a top-level text', '"x"', 'is the value "x"'],
    ['a top-level null', 'null', 'is the value null'],
    ['broken JSON', '{"backend":', 'is invalid JSON'],
    ['nothing', '', 'is an empty file'],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'is bytes that are not UTF-8'],
  ])('%s is named, stops sharing and leaves the defaults', (_what, content, message) => {
    write(content);
    const { values, problems } = load();
    expect(values.backend).toBe('sqlite');
    expect(problems).toHaveLength(1);
    expect(problemText(problems[0]!)).toContain(`${workspaceFile()}: ${message}`);
    expect(problemText(problems[0]!)).toContain('expected a JSON object in UTF-8');
    expect(problems[0]!.stopsSharing).toBe(true);
  });

  test('a folder in its place is named', () => {
    mkdirSync(workspaceFile());
    expect(texts()).toEqual([`${workspaceFile()}: is a folder, expected a JSON object in UTF-8`]);
  });

  test('a byte order mark is no fault', () => {
    write('\ufeff{"team":"red"}');
    expect(load().values.team).toBe('red');
    expect(load().problems).toEqual([]);
  });
});

describe('a wrong value', () => {
  test('backend: 5 is named with file, key, found and taken', () => {
    write({ backend: 5 });
    expect(load().values.backend).toBe('sqlite');
    expect(texts()).toEqual([`${workspaceFile()}: backend is 5, expected one of sqlite, postgres`]);
  });

  test('an unknown backend is not taken for sqlite in silence', () => {
    write({ backend: 'mysql' });
    expect(texts()).toEqual([`${workspaceFile()}: backend is "mysql", expected one of sqlite, postgres`]);
  });

  test('a machine_id of blanks is refused, one with blanks around is trimmed, a number is a name', () => {
    write({ machine_id: '   ' });
    expect(load().values.machineName).toBe(hostname());
    expect(texts()).toEqual([`${workspaceFile()}: machine_id is "   ", expected a name that is not blank`]);
    write({ machine_id: '  desk ' });
    expect(load().values.machineName).toBe('desk');
    write({ machine_id: 7 });
    expect(load().values.machineName).toBe('7');
  });

  test('a wrong variable is named and the file counts instead', () => {
    write({ backend: 'postgres' });
    const { values, problems } = load({ CLAUDE_USAGE_BACKEND: 'oracle' });
    expect(values.backend).toBe('postgres');
    expect(problems.map(problemText)).toEqual([
      'environment: CLAUDE_USAGE_BACKEND is "oracle", expected one of sqlite, postgres',
    ]);
  });

  test('a DSN is never shown, even when it is wrong', () => {
    write({ pg_dsn: { password: 'hunter2' } });
    expect(texts().join()).not.toContain('hunter2');
    expect(texts()).toHaveLength(1);
  });

  test('a key that is no setting is named with those that are', () => {
    write({ machineid: 'desk', $schema: './workspace.schema.json' });
    const [problem] = load().problems;
    expect(problemText(problem!)).toContain('"machineid" is not a setting, expected one of backend, machine_id');
    expect(load().problems).toHaveLength(1);
  });

  test('a long value is cut', () => {
    write({ backend: 'x'.repeat(500) });
    expect(texts()[0]!.length).toBeLessThan(250);
  });
});

describe('paths', () => {
  test('~ in db_path is the home folder', () => {
    write({ db_path: '~/Dropbox/usage.db' });
    expect(load().values.sharedDb).toBe(join(home, 'Dropbox', 'usage.db'));
  });

  test('a relative db_path starts at the folder of the file, whatever the current folder', () => {
    write({ db_path: 'shared/usage.db' });
    expect(load().values.sharedDb).toBe(join(home, '.claude', 'shared', 'usage.db'));
  });

  test('relative paths of variables start at the current folder', () => {
    expect(load({ CLAUDE_USAGE_DB: 'my.db' }).values.ledgerPath).toBe('/work/dir/my.db');
    expect(load({ CLAUDE_USAGE_DB: '~/my.db' }).values.ledgerPath).toBe(join(home, 'my.db'));
  });

  test('CLAUDE_CONFIG_DIR lists transcript roots and moves neither ledger nor configuration', () => {
    write({ team: 'red' });
    const { values } = load({ CLAUDE_CONFIG_DIR: ' ~/one , two ,, /three' });
    expect(values.transcriptRoots).toEqual(['~/one', 'two', '/three']);
    expect(values.ledgerPath).toBe(join(home, '.claude', 'usage.db'));
    expect(values.team).toBe('red');
  });

  test('USERPROFILE is the home folder where there is no HOME', () => {
    expect(loadConfig({ USERPROFILE: home }, '/').values.ledgerPath).toBe(join(home, '.claude', 'usage.db'));
  });
});

describe('preferences', () => {
  test('are read with the same rules and do not stop sharing', () => {
    write(
      { timezone: 'Mars/Base', weekStart: 'Sunday', currency: 'eur', currencyRates: { EUR: 0.92 } },
      'claude-usage.json',
    );
    const { values, problems } = load();
    expect(values).toMatchObject({
      timezone: null,
      weekStart: 'sunday',
      currency: 'EUR',
      currencyRates: { EUR: 0.92 },
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ key: 'timezone', found: '"Mars/Base"', stopsSharing: false });
  });

  test.each([
    ['prices', { models: { m: { input: -1, output: 1 } } }],
    ['prices', { models: { m: { inputs: 1, output: 1 } } }],
    ['prices', { models: { m: { input: 1 } } }],
    ['prices', { models: { m: [] } }],
    ['prices', { models: { m: { input: 1, output: 1, from: '2026-02-30' } } }],
    ['prices', { aliases: { m: 1 } }],
    ['budgets', { monthlyUsd: 0 }],
    ['currencyRates', { EUR: '0.9' }],
    ['alerts', { name: 'x' }],
    ['projectAliases', { a: '' }],
    ['plan', 'gold'],
  ])('%s refuses %j', (key, value) => {
    write({ [key]: value }, 'claude-usage.json');
    expect(load().problems.map((p) => p.key)).toEqual([key]);
  });

  test('__proto__ in a map is data, not a prototype', () => {
    write('{"projectAliases":{"__proto__":"x"}}', 'claude-usage.json');
    expect(Object.keys(load().values.projectAliases)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
