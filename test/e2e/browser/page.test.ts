/** What holds for the page whatever it shows: it fits, it is quiet, it can be read and used by everyone. */
import { appendFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureOf, openBrowser, visit } from './visit.ts';
import { type Dashboard, startDashboard } from '../../support/dashboard.ts';
import { findUnreadable, findUnnamed } from './page-checks.ts';
import { type Machine, makeMachine, projectRoot } from '../../support/run-program.ts';

const transcripts = path.join(projectRoot, 'test', 'corpus', 'own', 'transcripts');
let machine: Machine;
let dashboard: Dashboard;
let browser: Browser;

beforeAll(async () => {
  machine = makeMachine();
  for (const root of ['everyday', 'prices'])
    cpSync(path.join(transcripts, root), path.join(machine.home, '.claude'), { recursive: true });
  [dashboard, browser] = await Promise.all([startDashboard(machine), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  machine?.remove();
});

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each([390, 820, 1440])(
    '%i pixels wide: fits, no faults, every control named, every text readable',
    async (width) => {
      const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`, { theme, width });
      await figureOf(page, 'total-cost');
      await page.waitForLoadState('networkidle').catch(() => undefined);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.evaluate(findUnnamed)).toEqual([]);
      expect(await page.evaluate(findUnreadable)).toEqual([]);
      expect(await page.locator('h1').count()).toBe(1);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});

test('palettes change in place, stay for the next visit, and every text stays readable', async () => {
  const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`, { theme: 'dark' });
  const accent = (): Promise<string> => page.getByTestId('total-cost').evaluate((e) => getComputedStyle(e).color);
  await figureOf(page, 'total-cost');
  const hue = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--hue-3'));
  const [first, machineHue] = [await accent(), await hue()];
  const seen = new Set([first]);
  for (const palette of ['slate', 'moss', 'plum', 'sea', 'contrast']) {
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('button', { name: palette, exact: true }).click();
    await page.keyboard.press('Escape');
    seen.add(await accent());
    expect(await hue()).toBe(machineHue);
    expect(await page.evaluate(findUnreadable), palette).toEqual([]);
  }
  expect(seen.size).toBe(6);
  const last = await accent();
  await page.reload();
  await figureOf(page, 'total-cost');
  expect(await accent()).toBe(last);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('on paper: light, no controls, all that narrows it, nothing cut off', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all&hour=tue`, { theme: 'dark', width: 794 });
  await figureOf(page, 'total-cost');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(ground).toBe('rgb(255, 255, 255)');
  expect(await page.getByText('Tuesday', { exact: true }).first().isVisible()).toBe(true);
  for (const name of ['Remove Tuesday', 'Copy the projects as Markdown', /^Theme/, 'Keys']) {
    expect(await page.getByRole('button', { name }).isVisible(), String(name)).toBe(false);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(794);
  expect(await page.evaluate(findUnreadable)).toEqual([]);
  await page.context().close();
});

test('it can be installed: a manifest whose icons are there, of the sizes it names', async () => {
  const manifest = (await dashboard.get('/manifest.webmanifest')) as {
    display: string;
    icons: { src: string; sizes: string; type: string }[];
  };
  expect(manifest.display).toBe('standalone');
  const sizes = manifest.icons.map((icon) => icon.sizes);
  expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const { src, sizes: named, type } of manifest.icons) {
    const answer = await fetch(`${dashboard.url}${src}`);
    expect(answer.headers.get('content-type')).toBe(type);
    const bytes = Buffer.from(await answer.arrayBuffer());
    // Width and height stand at byte 16 of a PNG.
    if (type === 'image/png') expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(named);
  }
});

test('a turn written while the page is open shows up', async () => {
  const { page, faults } = await visit(browser, `${dashboard.url}/?range=all`);
  const before = await figureOf(page, 'total-turns');
  const folder = path.join(machine.home, '.claude', 'projects', '-home-ada-live');
  mkdirSync(folder, { recursive: true });
  const transcript = path.join(folder, 'b7a1c1de-0000-4000-8000-000000000001.jsonl');
  writeFileSync(transcript, '');
  appendFileSync(transcript, `${JSON.stringify(liveTurn())}\n`);
  await page.waitForFunction(
    (turns) => Number(document.querySelector('[data-testid="total-turns"]')?.getAttribute('data-value')) === turns + 1,
    before,
    { timeout: 15_000 },
  );
  expect(faults).toEqual([]);
  await page.context().close();
});

test('the address is the state: a narrowed view opens again from its address, and back leads out of it', async () => {
  const { page } = await visit(browser, `${dashboard.url}/?range=all`);
  const all = await figureOf(page, 'total-tokens');
  const models = (await dashboard.get('/api/v1/models?timezone=UTC')) as {
    models: { model: string; totalTokens: number }[];
  };
  const model = models.models[0];
  if (model === undefined) throw new Error('the corpus has no model');
  const narrowed = await visit(browser, `${dashboard.url}/?range=all&model=${encodeURIComponent(model.model)}`);
  expect(await figureOf(narrowed.page, 'total-tokens')).toBe(model.totalTokens);
  expect(model.totalTokens).toBeLessThan(all);
  await page.goto(narrowed.page.url());
  expect(await figureOf(page, 'total-tokens')).toBe(model.totalTokens);
  await page.goBack();
  expect(await figureOf(page, 'total-tokens')).toBe(all);
  await Promise.all([page.context().close(), narrowed.page.context().close()]);
});

test('no text of a transcript reaches the ledger or an answer', async () => {
  const files = readdirSync(path.join(machine.home, '.claude')).filter((name) => name.startsWith('usage.db'));
  expect(files.length).toBeGreaterThan(0);
  const answers = await Promise.all(
    ['/api/data', '/api/v1/session', '/api/export.json'].map((route) => dashboard.get(route)),
  );
  expect(JSON.stringify(answers)).not.toContain('canary-7f3d9a-body');
});

function liveTurn(): object {
  return {
    type: 'assistant',
    uuid: 'b7a1c1de-0000-4000-8000-000000000002',
    sessionId: 'b7a1c1de-0000-4000-8000-000000000001',
    requestId: 'req_live_1',
    timestamp: new Date().toISOString(),
    cwd: '/home/ada/live',
    version: '2.1.200',
    message: {
      id: 'msg_live_1',
      model: 'claude-opus-4-6',
      role: 'assistant',
      type: 'message',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'hello' }],
      usage: { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    },
  };
}
