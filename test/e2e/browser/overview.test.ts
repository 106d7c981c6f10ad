/** The overview answers the hand: click narrows, drag zooms, keys lead, the list stays under the reader's eyes. */
import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dashboard, startDashboard } from '../../support/dashboard.ts';
import { type Machine, makeMachine, projectRoot } from '../../support/run-program.ts';
import { figureOf, openBrowser, visit } from './visit.ts';

const transcripts = path.join(projectRoot, 'test', 'corpus', 'own', 'transcripts');
let machine: Machine;
let dashboard: Dashboard;
let browser: Browser;

beforeAll(async () => {
  machine = makeMachine();
  for (const root of ['everyday', 'prices'])
    cpSync(path.join(transcripts, root), path.join(machine.home, '.claude'), { recursive: true });
  writeSessions(60);
  [dashboard, browser] = await Promise.all([startDashboard(machine), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  machine?.remove();
});

/** One turn each of many sessions, so that the list is longer than its frame. */
function writeSessions(count: number): void {
  for (let i = 0; i < count; i++) writeTurn(i, new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString());
}

function writeTurn(i: number, timestamp: string): void {
  const folder = path.join(machine.home, '.claude', 'projects', '-home-ada-many');
  mkdirSync(folder, { recursive: true });
  const sessionId = `b7a1c1de-0000-4000-8000-${String(i).padStart(12, '0')}`;
  const usage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const message = {
    id: `msg_many_${i}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-6',
    content: [],
    stop_reason: 'end_turn',
    usage,
  };
  const line = {
    type: 'assistant',
    uuid: `u-many-${i}`,
    sessionId,
    cwd: '/home/ada/many',
    version: '2.1.0',
    requestId: `req_${i}`,
    timestamp,
    message,
  };
  appendFileSync(path.join(folder, `${sessionId}.jsonl`), `${JSON.stringify(line)}\n`);
}

const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
const cost = (page: Page): Promise<number> => figureOf(page, 'total-cost');

/** Waits until the exact figure behind a test id is another one. */
async function changed(page: Page, testId: string, from: number): Promise<void> {
  await page.waitForFunction(
    ([id, value]) => Number(document.querySelector(`[data-testid="${id}"]`)?.getAttribute('data-value')) !== value,
    [testId, from] as const,
  );
}

async function pointsOf(chart: Locator): Promise<(part: number) => readonly [number, number]> {
  await chart.waitFor();
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has no box');
  return (part) => [box.x + box.width * part, box.y + box.height / 2];
}

test('a drag over the chart zooms, and back leads out again', async () => {
  const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`);
  const all = await cost(page);
  const at = await pointsOf(page.locator('#chart'));
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.75), { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/range=custom/);
  expect(query(page).get('since')! <= query(page).get('until')!).toBe(true);
  await page.goBack();
  await page.waitForURL(/range=all/);
  expect(await cost(page)).toBe(all);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('arrow keys read the chart and Enter narrows to a bar', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  await page.locator('#chart').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.waitForURL(/range=custom/);
  await page.context().close();
});

test('a row narrows every figure, a second click widens again', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  const all = await figureOf(page, 'total-turns');
  const row = page
    .locator('section', { has: page.locator('#projects-title') })
    .getByRole('listitem')
    .first()
    .getByRole('button');
  await row.click();
  await changed(page, 'total-turns', all);
  expect(query(page).getAll('project')).toHaveLength(1);
  expect(await row.getAttribute('aria-pressed')).toBe('true');
  await row.click();
  await page.waitForURL((url) => !url.search.includes('project='));
  expect(await figureOf(page, 'total-turns')).toBe(all);
  await page.context().close();
});

test('a cell of the heat map narrows every figure to its hour of the week, and a second click widens again', async () => {
  const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`);
  const all = await figureOf(page, 'total-turns');
  // The sixty sessions lie in the first hour of a Thursday.
  const cell = page.locator('[data-cell="72"]');
  await cell.click();
  await changed(page, 'total-turns', all);
  expect(query(page).getAll('hour')).toEqual(['thu-00']);
  const narrowed = (await dashboard.get('/api/v1/daily?hour=thu-00')) as { totals: { turns: number } };
  expect(await figureOf(page, 'total-turns')).toBe(narrowed.totals.turns);
  expect(narrowed.totals.turns).toBeGreaterThanOrEqual(60);
  expect(await cell.getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', { name: 'Remove Thursday, 00–01 h' }).waitFor();
  await cell.click();
  await page.waitForURL((url) => !url.search.includes('hour='));
  expect(await figureOf(page, 'total-turns')).toBe(all);
  await page.getByRole('button', { name: 'Narrow to Thursday' }).click();
  await page.waitForURL(/hour=thu(&|$)/);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a row and a legend entry say their figures in full to the keyboard too', async () => {
  const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`);
  const projects = page.locator('section', { has: page.locator('#projects-title') });
  const told = async (control: Locator): Promise<string> => {
    await control.scrollIntoViewIfNeeded();
    // A tip closes while the page still scrolls to its control: focus again until it has come to rest.
    return expect
      .poll(async () => {
        await control.blur();
        await control.focus();
        return page.getByRole('tooltip').allTextContents();
      })
      .not.toEqual([])
      .then(async () => (await page.getByRole('tooltip').allTextContents()).join());
  };
  expect(await told(projects.getByRole('listitem').first().getByRole('button'))).toContain('of the cost of the range');
  const legend = page.getByRole('list', { name: 'Stacked by class' });
  expect(await told(legend.getByRole('button').first())).toContain('Click to leave it out of the chart');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('keys: slash searches, x clears, digits choose the range, a question mark helps', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=30d`);
  await page.getByTestId('total-cost').waitFor();
  await page.keyboard.press('8');
  await page.waitForURL(/range=all/);
  await page.keyboard.press('/');
  await page.keyboard.type('many');
  await page.waitForURL(/q=many/);
  await page.waitForFunction(
    () => document.querySelector('[data-testid="total-sessions"]')?.getAttribute('data-value') === '60',
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await page.waitForURL((url) => !url.search.includes('q='));
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.context().close();
});

test('new turns do not move the list that is being read', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  const list = page.locator('#sessions');
  await list.getByRole('row').first().waitFor();
  await list.evaluate((element) => element.scrollTo(0, 400));
  // A row in the middle of the frame; it is there only once the list has followed the scroll.
  const read = list.locator('[aria-rowindex="16"]');
  await list.locator('[aria-rowindex="30"]').waitFor();
  const before = [await read.textContent(), (await read.boundingBox())?.y];
  const turns = await figureOf(page, 'total-turns');
  writeTurn(900, '2026-02-02T10:00:00.000Z');
  await changed(page, 'total-turns', turns);
  const pill = page.getByRole('button', { name: /^New turns/ });
  await pill.waitFor();
  expect([await read.textContent(), (await read.boundingBox())?.y]).toEqual(before);
  await pill.click();
  await pill.waitFor({ state: 'hidden' });
  await page.context().close();
});

test('while the server is away the figures stay, and the page catches up after', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  const before = await figureOf(page, 'total-turns');
  const { port } = new URL(dashboard.url);
  await dashboard.stop();
  await page.getByTestId('lost').waitFor();
  expect(await figureOf(page, 'total-turns')).toBe(before);
  writeTurn(901, '2026-02-03T10:00:00.000Z');
  dashboard = await startDashboard(machine, Number(port));
  await page.getByTestId('lost').waitFor({ state: 'hidden' });
  await changed(page, 'total-turns', before);
  expect(await figureOf(page, 'total-turns')).toBe(before + 1);
  await page.context().close();
});

test('a part that the server went away from leaves the figures standing, and comes when it is back', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const chart = /StackedBars/;
  await page.route(chart, (route) => route.abort());
  await page.goto(`${dashboard.url}/?range=all`);
  await page.getByTestId('part-failed').waitFor();
  expect(await figureOf(page, 'total-turns')).toBeGreaterThan(0);
  await page.unroute(chart);
  const { port } = new URL(dashboard.url);
  await dashboard.stop();
  await page.getByTestId('lost').waitFor();
  dashboard = await startDashboard(machine, Number(port));
  await page.locator('[aria-labelledby="over-time-title"] canvas').first().waitFor();
  await context.close();
});

test('with no transcripts the page says where it looked, and has a sample that is marked as one', async () => {
  const bare = makeMachine();
  const server = await startDashboard(bare);
  try {
    const { page, faults } = await visit(browser, server.url);
    await page.getByTestId('empty').getByText(path.join(bare.home, '.claude')).first().waitFor();
    await page.getByTestId('to-sample').click();
    expect(await figureOf(page, 'total-turns')).toBeGreaterThan(100);
    await page.getByTestId('sample').getByText('made up').waitFor();
    await page.locator('#machines-title').waitFor();
    await page.keyboard.press('8');
    await page.waitForURL(/range=all/);
    expect(query(page).get('sample')).toBe('1');
    const daily = (await server.get('/api/v1/daily')) as { totals: { turns: number } };
    expect(daily.totals.turns).toBe(0);
    await page.getByRole('link', { name: 'Leave the sample' }).click();
    await page.getByTestId('empty').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  } finally {
    await server.stop();
    bare.remove();
  }
});
