/** The room of the machines: two homes that share a folder, seen on the page of one of them. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { turnRecord } from '../../support/cli-machine.ts';
import { type Dashboard, startDashboard } from '../../support/dashboard.ts';
import { type Machine, makeMachine } from '../../support/run-program.ts';
import { findUnnamed, findUnreadable } from './page-checks.ts';
import { figureOf, openBrowser, visit } from './visit.ts';

let drive: string;
let laptop: Machine;
let box: Machine;
let dashboard: Dashboard;
let browser: Browser;

beforeAll(async () => {
  drive = mkdtempSync(path.join(tmpdir(), 'claude-usage-drive-'));
  laptop = makeMachine([], { CLAUDE_USAGE_MACHINE_ID: 'laptop', CLAUDE_USAGE_MEMBER: 'Ada' });
  box = makeMachine([], { CLAUDE_USAGE_MACHINE_ID: 'box' });
  writeTurns(laptop, 'l', 4, 'claude-opus-4-7');
  writeTurns(box, 'b', 2, 'claude-haiku-4-5');
  await laptop.run('workspace', 'init', drive);
  await box.run('workspace', 'join', drive);
  await laptop.run('workspace', 'sync');
  [dashboard, browser] = await Promise.all([startDashboard(laptop), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  for (const folder of [laptop?.home, box?.home, drive]) if (folder) rmSync(folder, { recursive: true, force: true });
});

/** One session of some turns, one a day up to today. */
function writeTurns(machine: Machine, name: string, count: number, model: string): void {
  const folder = path.join(machine.home, '.claude', 'projects', '-work-app');
  mkdirSync(folder, { recursive: true });
  const session = `b7a1c1de-0000-4000-8000-${name.charCodeAt(0).toString(16).padStart(12, '0')}`;
  const at = (i: number): string => new Date(Date.now() - i * 86_400_000 - 60_000).toISOString();
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify(turnRecord(`${name}${i}`, at(i), { model, session })),
  );
  writeFileSync(path.join(folder, `${session}.jsonl`), `${lines.toReversed().join('\n')}\n`);
}

const room = async (query = ''): Promise<MachineRoomReport> =>
  (await dashboard.get(`/api/v1/machine-room?range=30d${query}`)) as MachineRoomReport;
const machineNamed = async (name: string) => {
  const found = (await room()).room.machines.find((m) => m.machine === name);
  if (found === undefined) throw new Error(`no machine is called ${name}`);
  return found;
};
const table = (page: Page) => page.getByRole('table', { name: 'Machines of the range' });
const names = (page: Page) => table(page).locator('tbody th button').allTextContents();
/** Opens the line of a machine. */
async function open(page: Page, name: string): Promise<void> {
  await table(page).getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name: 'What to do with it' }).waitFor();
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each([390, 820, 1440])('%i pixels wide: fits, no faults, named, readable', async (width) => {
    const { machineId } = await machineNamed('box');
    const { page, faults } = await visit(browser, `${dashboard.url}/machines?open=${machineId}`, { theme, width });
    await figureOf(page, 'leader');
    await page.locator('[aria-labelledby="pair-title"] canvas').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.evaluate(findUnnamed)).toEqual([]);
    expect(await page.evaluate(findUnreadable)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('keys and the navigation lead there and back, and the filters come along', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=7d`);
  await page.getByTestId('total-cost').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.waitForURL(/\/machines\?range=7d$/);
  const rooms = page.getByRole('navigation', { name: 'Rooms' });
  expect(await rooms.getByRole('link', { name: 'Machines' }).getAttribute('aria-current')).toBe('page');
  expect(await rooms.getByRole('link').allTextContents()).toEqual(['Overview', 'Machines']);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('go to the machines').waitFor();
  await page.keyboard.press('Escape');
  await rooms.getByRole('link', { name: 'Overview' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.context().close();
});

test('the room shows what the report says, this machine marked', async () => {
  const { room: expected, totals } = await room();
  const { page } = await visit(browser, `${dashboard.url}/machines`);
  expect(await figureOf(page, 'room-total')).toBe(totals.totalCost);
  expect(await figureOf(page, 'leader')).toBe(expected.machines[0]?.costShare);
  expect(await names(page)).toEqual(['laptop', 'box']);
  await table(page).getByText('this machine · Ada').waitFor();
  for (const machine of expected.machines) {
    const cost = page.getByTestId(`machine-${machine.machineId}`).locator('[data-value]').first();
    expect(Number(await cost.getAttribute('data-value'))).toBe(machine.totalCost);
  }
  await table(page).getByText('complete').waitFor();
  await page.context().close();
});

test('the machine filter rules the room; the one that is left out is named beside the other', async () => {
  const { machineId } = await machineNamed('box');
  const { page } = await visit(browser, `${dashboard.url}/machines?machine=${machineId}`);
  expect(await figureOf(page, 'room-total')).toBe((await room(`&machine=${machineId}`)).totals.totalCost);
  expect(await names(page)).toEqual(['box']);
  await page.getByText('The filters leave out laptop').waitFor();
  await page.getByRole('button', { name: 'Show every machine', exact: true }).click();
  await page.waitForURL((url) => !url.search.includes('machine='));
  await page.context().close();
});

test('two side by side: the address holds the choice, and figures differ as the report says', async () => {
  const [a, b] = [await machineNamed('laptop'), await machineNamed('box')];
  const { page } = await visit(browser, `${dashboard.url}/machines?left=${b.machineId}&right=${a.machineId}`);
  const cells = page.getByTestId('pair-turns').locator('[data-value]');
  await cells.first().waitFor();
  const values = async (): Promise<number[]> =>
    cells.evaluateAll((found) => found.map((cell) => Number(cell.getAttribute('data-value'))));
  expect(await values()).toEqual([2, 4, -2]);
  await page.getByLabel('First machine').selectOption({ label: 'laptop' });
  await page.waitForURL(new RegExp(`left=${a.machineId}&right=${b.machineId}`));
  await expect.poll(values).toEqual([4, 2, 2]);
  await page.context().close();
});

test('the tables leave as CSV, the chart as a picture', async () => {
  const { page } = await visit(browser, `${dashboard.url}/machines`);
  await page.locator('[aria-labelledby="pair-title"] canvas').first().waitFor();
  const saved = async (button: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    return download.suggestedFilename();
  };
  expect(await saved('CSV of the machines')).toBe('claude-usage-machines.csv');
  expect(await saved('CSV of the figures of both')).toBe('claude-usage-figures-of-both.csv');
  expect(await saved('Save PNG')).toBe('claude-usage.png');
  await page.context().close();
});

test('a machine is renamed, retired and merged after a word of what will happen, and all of it taken back', async () => {
  const { machineId } = await machineNamed('box');
  const { page, faults } = await visit(browser, `${dashboard.url}/machines`);
  const dialog = page.getByRole('dialog');
  const takeBack = () => page.getByTestId('changed').getByRole('button', { name: 'Take it back' }).click();

  await open(page, 'box');
  await page.getByRole('button', { name: 'Rename…' }).click();
  await dialog.getByText('the others go on seeing box').waitFor();
  await dialog.getByLabel('Name on this machine').fill('old box');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await table(page).getByRole('button', { name: 'old box' }).waitFor();
  await takeBack();
  await table(page).getByRole('button', { name: 'box', exact: true }).waitFor();

  await page.getByRole('button', { name: 'Retire…' }).click();
  await dialog.getByText('Only its silence is no news any more').waitFor();
  await dialog.getByRole('button', { name: 'Retire' }).click();
  await page.getByTestId(`machine-${machineId}`).getByText('retired').first().waitFor();
  await takeBack();
  await page.getByTestId('changed').getByText('in use again').waitFor();

  const { totals } = await room();
  await page.getByRole('button', { name: 'Count it as another machine…' }).click();
  await dialog.getByLabel('It counts as').selectOption({ label: 'laptop' });
  await dialog.getByText('nothing is deleted').waitFor();
  await dialog.getByRole('button', { name: 'Count it as laptop' }).click();
  await page.getByTestId('changed').getByText('box counts as laptop').waitFor();
  await expect.poll(() => names(page)).toEqual(['laptop']);
  expect((await room()).totals).toEqual(totals);
  await page.getByRole('button', { name: 'Separate' }).click();
  await expect.poll(() => names(page)).toEqual(['laptop', 'box']);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('nothing changes before it is confirmed, and a refusal is told in the dialog', async () => {
  const { page } = await visit(browser, `${dashboard.url}/machines`);
  await open(page, 'box');
  await page.getByRole('button', { name: 'Rename…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name on this machine').fill('laptop');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await dialog.getByRole('alert').getByText('that of another machine').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await room()).room.machines.map((m) => m.machine)).toEqual(['laptop', 'box']);
  await page.context().close();
});

test('a workspace that is away is said on the page, and the figures stay', async () => {
  const { totals } = await room();
  const gone = `${drive}-unmounted`;
  renameSync(drive, gone);
  const server = await startDashboard(laptop);
  try {
    const { page } = await visit(browser, `${server.url}/machines`);
    await page.getByTestId('workspace-away').getByText('could not be synced').waitFor();
    expect(await figureOf(page, 'room-total')).toBe(totals.totalCost);
    await page.context().close();
  } finally {
    await server.stop();
    renameSync(gone, drive);
  }
});

test('a machine that appears while the page is open shows up, and with one machine the page says how it would', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'claude-usage-drive-'));
  const first = makeMachine([], { CLAUDE_USAGE_MACHINE_ID: 'first' });
  const second = makeMachine([], { CLAUDE_USAGE_MACHINE_ID: 'second' });
  writeTurns(first, 'f', 2, 'claude-opus-4-7');
  writeTurns(second, 's', 3, 'claude-opus-4-7');
  await first.run('scan');
  const server = await startDashboard(first);
  try {
    const { page, faults } = await visit(browser, `${server.url}/machines`);
    await page.getByTestId('join-others').getByText('claude-usage workspace join').waitFor();
    expect(await names(page)).toEqual(['first']);
    expect(await page.getByTestId('filter-machine').count()).toBe(0);
    await first.run('workspace', 'init', folder);
    await second.run('workspace', 'join', folder);
    await first.run('workspace', 'sync');
    await table(page).getByRole('button', { name: 'second' }).waitFor();
    expect(await names(page)).toEqual(['second', 'first']);
    await page.getByTestId('filter-machine').waitFor();
    expect(await page.getByTestId('join-others').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  } finally {
    await server.stop();
    for (const home of [first.home, second.home, folder]) rmSync(home, { recursive: true, force: true });
  }
});
