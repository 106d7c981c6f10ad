/** One number, every surface: ledger = terminal = HTTP = page. */
import Database from 'better-sqlite3';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsageFigures } from '../../../src/contract/reports/usage-row.ts';
import { figureOf, openBrowser, visit } from './visit.ts';
import { type Dashboard, startDashboard } from '../../support/dashboard.ts';
import { corpusCases } from '../../support/expected-totals.ts';
import { type Machine, makeMachine, projectRoot } from '../../support/run-program.ts';

const corpus = corpusCases(path.join(projectRoot, 'test', 'corpus', 'own')).find(({ name }) => name === 'everyday');
let machine: Machine;
let dashboard: Dashboard;
let browser: Browser;
let terminal: UsageFigures;

beforeAll(async () => {
  if (corpus === undefined) throw new Error('the own corpus has no root "everyday"');
  machine = makeMachine(corpus.roots);
  const { stdout } = await machine.run('daily', '--json', '--timezone', 'UTC');
  terminal = (JSON.parse(stdout) as { totals: UsageFigures }).totals;
  [dashboard, browser] = await Promise.all([startDashboard(machine), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  machine?.remove();
});

test('the terminal prints the corpus’s true totals', () => {
  expect(terminal.totalTokens).toBe(corpus?.expected.totalTokens);
  expect(terminal.totalCost).toBeCloseTo(corpus?.expected.totalCost ?? Number.NaN, 6);
});

test('SQL on the documented views', () => {
  const db = new Database(path.join(machine.home, '.claude', 'usage.db'), { readonly: true });
  const turns = db
    .prepare(
      `SELECT COUNT(*) AS turns, SUM(input_tokens) AS inputTokens, SUM(output_tokens) AS outputTokens,
         SUM(cache_read_tokens) AS cacheReadTokens, SUM(cache_creation_tokens) AS cacheCreation5mTokens,
         SUM(cache_1h_tokens) AS cacheCreation1hTokens, COUNT(DISTINCT session_id) AS sessions FROM turns`,
    )
    .get();
  const sessions = db
    .prepare(
      `SELECT SUM(turn_count) AS turns, SUM(total_input_tokens) AS inputTokens, SUM(total_output_tokens) AS outputTokens,
         SUM(total_cache_read) AS cacheReadTokens, SUM(total_cache_creation) AS cacheCreation5mTokens,
         SUM(total_cache_1h) AS cacheCreation1hTokens, COUNT(*) AS sessions FROM sessions`,
    )
    .get();
  db.close();
  expect(terminal).toMatchObject(turns as object);
  expect(sessions).toEqual(turns);
});

test.each(['daily', 'weekly', 'monthly', 'session', 'projects', 'models', 'machines'])('HTTP: %s', async (report) => {
  const answer = (await dashboard.get(`/api/v1/${report}?timezone=UTC`)) as { totals: UsageFigures };
  expect(answer.totals).toEqual(terminal);
});

test('the page shows them', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  expect(await figureOf(page, 'total-cost')).toBe(terminal.totalCost);
  expect(await figureOf(page, 'total-tokens')).toBe(terminal.totalTokens);
  expect(await figureOf(page, 'total-turns')).toBe(terminal.turns);
  expect(await figureOf(page, 'total-sessions')).toBe(terminal.sessions);
  const split = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'];
  const tokens = await Promise.all(split.map((name) => figureOf(page, `tokens-${name}`)));
  expect(tokens).toEqual([
    terminal.inputTokens,
    terminal.outputTokens,
    terminal.cacheReadTokens,
    terminal.cacheCreation5mTokens,
    terminal.cacheCreation1hTokens,
  ]);
  await page.context().close();
});
