import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  machine.write('.claude/claude-usage.json', { timezone: 'Europe/Prague' });
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

test.each(['', 'daily', 'session', 'prices', 'export', 'doctor', 'dashboard', 'scan', 'completions'])(
  'the help of %j',
  async (verb) => {
    const { out } = await machine.run([...(verb === '' ? [] : [verb]), '--help'], { env: env(100), now: NOW });
    await expect(out).toMatchFileSnapshot(`golden/help${verb === '' ? '' : `-${verb}`}.txt`);
  },
);
