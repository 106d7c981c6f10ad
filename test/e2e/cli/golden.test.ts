import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VERBS } from '../../../src/cli/verbs.ts';
import { EXPORT_TYPES } from '../../../src/contract/reports/export.ts';
import { CliMachine } from '../../support/cli-machine.ts';
import { OWN_CORPUS } from '../../support/own-corpus.ts';

/**
 * What the terminal shows of the project's own corpus, at 80 and 140 cells, without colour. After a wanted change:
 * `vitest run --project e2e test/e2e/cli -u`, and look at the difference.
 */
const ROOTS = ['everyday', 'copies', 'prices', 'zones'];
const NOW = Date.parse('2026-08-13T15:00:00Z');

let machine: CliMachine;
beforeAll(() => {
  machine = new CliMachine();
  machine.write('.claude/claude-usage.json', { timezone: 'Europe/Prague', currencyRates: { EUR: 0.86 } });
});
afterAll(() => machine[Symbol.dispose]());

const env = (columns: number) => ({
  CLAUDE_CONFIG_DIR: ROOTS.map((root) => join(OWN_CORPUS, root)).join(','),
  CLAUDE_USAGE_MACHINE_ID: 'desk',
  COLUMNS: String(columns),
});

const REPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['today', ['today']],
  ['week', ['week']],
  ['stats', ['stats']],
  ['daily', ['daily']],
  ['daily-breakdown', ['daily', '--breakdown', '--order', 'desc']],
  ['weekly', ['weekly', '--week-start', 'sunday']],
  ['monthly', ['monthly']],
  ['session', ['session']],
  ['projects', ['projects']],
  ['models', ['models']],
  ['machines', ['machines']],
  ['blocks', ['blocks']],
  ['blocks-active', ['blocks', '--active']],
  ['daily-filtered', ['daily', '--project', 'src/lantern', '--since', '2026-01-01', '--hour', 'tue', '--hour', '14']],
  ['monthly-currency', ['monthly', '--currency', 'EUR']],
  ['session-show', ['session', 'show', '5e550000-0000-4000-8000-000000000002']],
  ['prices', ['prices', 'list']],
  ['prices-check', ['prices', 'check']],
];

test.each(REPORTS.flatMap(([name, args]) => [80, 140].map((columns) => ({ name, args, columns }))))(
  '$name at $columns cells',
  async ({ name, args, columns }) => {
    const ran = await machine.run(args, { env: env(columns), now: NOW });
    expect(ran.err).toBe('');
    for (const line of ran.out.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    await expect(ran.out).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
  },
);

const VERB_NAMES = VERBS.map((verb) => verb.name);
/** Commands below a command, as its help lists them. */
const SUBCOMMANDS: readonly (readonly [string, string])[] = [
  ...['list', 'check', 'set', 'refresh'].map((name) => ['prices', name] as const),
  ...['init', 'join', 'status', 'sync', 'preview', 'leave', 'invite'].map((name) => ['workspace', name] as const),
  ...['rename', 'merge', 'retire'].map((name) => ['machines', name] as const),
  ['session', 'show'],
];

test.each([[''], ...VERB_NAMES.map((name) => [name]), ...SUBCOMMANDS])('the help of %j %j', async (...words) => {
  const command = words.filter((word) => word !== '');
  const { code, out, err } = await machine.run([...command, '--help'], { env: env(80), now: NOW });
  expect([code, err]).toEqual([0, '']);
  // A command to copy stays in one line.
  for (const line of out.split('\n')) if (!/^ {2}claude-usage /.test(line)) expect(line.length).toBeLessThanOrEqual(80);
  await expect(out).toMatchFileSnapshot(`golden/${['help', ...command].join('-')}.txt`);
});

test.each(EXPORT_TYPES)('an export of %s: the same rows as CSV, JSON and NDJSON', async (type) => {
  const run = async (format: string): Promise<string> => {
    const ran = await machine.run(['export', '--type', type, '--format', format], { env: env(80), now: NOW });
    expect([ran.code, ran.err]).toEqual([0, '']);
    return ran.out;
  };
  const [csv, json, ndjson] = [await run('csv'), await run('json'), await run('ndjson')];
  const rows = JSON.parse(json) as Record<string, unknown>[];
  expect(rows.length).toBeGreaterThan(0);
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(rows);
  const [head = ''] = csv.split('\n');
  expect(head.trim().split(',')).toEqual(Object.keys(rows[0] ?? {}));
  await expect(withoutMachine(csv)).toMatchFileSnapshot(`golden/export-${type}.csv`);
});

/** What asks for something that an empty ledger, or one without preferences, does not have. */
const NEEDS = ['show', '--project', '--currency'];

test('an empty ledger says so in every report, and where to look', async () => {
  using bare = new CliMachine();
  const bareReports = REPORTS.filter(
    ([, [verb, ...rest]]) => verb !== 'prices' && !NEEDS.some((word) => rest.includes(word)),
  );
  expect(bareReports.length).toBeGreaterThan(10);
  for (const [name, args] of bareReports) {
    for (const columns of [80, 140]) {
      const ran = await bare.run(args, { env: { COLUMNS: String(columns) }, now: NOW });
      expect([ran.code, ran.err], name).toEqual([0, '']);
      expect(ran.out, name).toContain('The ledger holds no turn yet. See where it looked: claude-usage doctor');
    }
  }
});

/** A machine's id is random. */
const withoutMachine = (csv: string): string => csv.replaceAll(/\b[0-9a-f]{32}\b/g, 'MACHINE');
