/**
 * Two homes that share a place, some sessions of which both have: each shows, in the terminal, to scripts and on the page,
 * what one machine with all the transcripts shows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsageFigures } from '../../../src/contract/reports/usage-row.ts';
import { ROOTS } from '../../support/corpus-box.ts';
import { startDashboard } from '../../support/dashboard.ts';
import { OWN_CORPUS } from '../../support/own-corpus.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { embeddedPrograms } from '../../support/postgres-setup.ts';
import { type Machine, makeMachine } from '../../support/run-program.ts';
import { figureOf, openBrowser, visit } from './visit.ts';

let browser: Browser;
let server: PostgresServer;
let drive: string;
const machines: Machine[] = [];

beforeAll(async () => {
  drive = mkdtempSync(path.join(tmpdir(), 'claude-usage-drive-'));
  [browser, server] = await Promise.all([openBrowser(), startPostgres(embeddedPrograms())]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  for (const folder of [drive, ...machines.map((m) => m.home)])
    if (folder) rmSync(folder, { recursive: true, force: true });
});

function machine(name: keyof typeof ROOTS): Machine {
  const roots = ROOTS[name].map((root) => path.join(OWN_CORPUS, root));
  const made = makeMachine(roots, { CLAUDE_USAGE_MACHINE_ID: name });
  machines.push(made);
  return made;
}
async function run(at: Machine, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await at.run(...args);
  // 3: the corpus has lines that cannot be read, and they are counted.
  if (code !== 0 && code !== 3) throw new Error(`${args.join(' ')}: status ${code}: ${stderr}`);
  return stdout;
}

interface Daily {
  readonly daily: readonly (UsageFigures & { readonly period: string })[];
  readonly totals: UsageFigures;
  readonly meta: { readonly source: string };
}
interface Data {
  readonly daily_by_model: readonly object[];
  readonly all_machines: readonly object[];
}

/** What a machine shows on every surface; the numbers alone. */
async function shownOn(at: Machine) {
  const { daily, totals, meta } = JSON.parse(await run(at, 'daily', '--json')) as Daily;
  const dashboard = await startDashboard(at);
  try {
    const served = (await dashboard.get('/api/v1/daily?timezone=UTC')) as Daily;
    const { daily_by_model, all_machines } = (await dashboard.get('/api/data')) as Data;
    const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`);
    const ids = ['total-cost', 'total-tokens', 'total-turns', 'total-sessions'];
    const figures: number[] = [];
    for (const id of ids) figures.push(await figureOf(page, id));
    await page.context().close();
    expect(faults).toEqual([]);
    expect([served.daily, served.totals, served.meta.source]).toEqual([daily, totals, meta.source]);
    return { machines: all_machines.length, source: meta.source, numbers: { daily, totals, daily_by_model, figures } };
  } finally {
    await dashboard.stop();
  }
}

test.each(['ledger', 'postgres'])('two homes that share, answered by the %s: each shows the union', async (source) => {
  const place = source === 'ledger' ? drive : server.url;
  const [laptop, desktop, one] = [machine('laptop'), machine('desktop'), machine('one')];
  const alone = await run(laptop, 'daily', '--json');
  await run(laptop, 'workspace', 'init', place);
  await run(desktop, 'workspace', 'join', place);
  await run(laptop, 'workspace', 'sync');
  await run(one, 'scan');
  const truth = await shownOn(one);
  const { totals } = truth.numbers;
  expect(truth.numbers.figures).toEqual([totals.totalCost, totals.totalTokens, totals.turns, totals.sessions]);
  expect((JSON.parse(alone) as Daily).totals.turns).toBeLessThan(totals.turns);
  for (const box of [laptop, desktop]) expect(await shownOn(box)).toEqual({ ...truth, machines: 2, source });
});
