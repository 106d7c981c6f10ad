import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../../test/support/cli-machine.ts';

let machine: CliMachine;
beforeEach(() => {
  machine = new CliMachine();
});
afterEach(() => machine[Symbol.dispose]());

const preferences = () => JSON.parse(readFileSync(join(machine.home, '.claude/claude-usage.json'), 'utf8')) as object;
const dailyTotals = async () => {
  const { out } = await machine.run(['daily', '--json']);
  return (JSON.parse(out) as { totals: { totalCost: number; unpricedTokens: number } }).totals;
};

test('an unpriced model is named by check, priced by set, and re-prices what is past', async () => {
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z', { model: 'acme-1', output: 1_000_000 })]);
  expect(await dailyTotals()).toMatchObject({ totalCost: 0, unpricedTokens: 1_033_000 });
  const check = await machine.run(['prices', 'check']);
  expect(check.out).toMatch(/acme-1 +no price/);
  expect(check.out).toContain('1 name without a price');
  const set = await machine.run(['prices', 'set', 'acme-1', '--input', '0', '--output', '5', '--cache-read', '0']);
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(preferences()).toEqual({ prices: { models: { 'acme-1': { input: 0, output: 5, cacheRead: 0 } } } });
  expect(await dailyTotals()).toMatchObject({ totalCost: 5, unpricedTokens: 0 });
});

test('a name can mean another model, and be forgotten', async () => {
  machine.write('.claude/claude-usage.json', { currency: 'USD' });
  await machine.run(['prices', 'set', 'my-gateway/opus', '--same-as', 'claude-opus-4-7']);
  expect(preferences()).toEqual({ currency: 'USD', prices: { aliases: { 'my-gateway/opus': 'claude-opus-4-7' } } });
  const { out } = await machine.run(['prices', 'check', 'my-gateway/opus', '--json']);
  expect(JSON.parse(out)).toMatchObject({ check: [{ model: 'claude-opus-4-7', how: 'alias' }] });
  expect((await machine.run(['prices', 'set', 'my-gateway/opus', '--remove'])).code).toBe(0);
  expect(preferences()).toMatchObject({ prices: { aliases: {} } });
  expect((await machine.run(['prices', 'set', 'my-gateway/opus', '--remove'])).code).toBe(1);
});

test.each([
  [['m'], 2],
  [['m', '--input', '1'], 2],
  [['m', '--input', 'x', '--output', '1'], 2],
  [['m', '--input', '-1', '--output', '1'], 2],
  [['m', '--input', '1', '--output', '1', '--same-as', 'n'], 2],
  [['m', '--input', '1', '--output', '1', '--from', 'monday'], 2],
  [['m', '--same-as', 'nobody-knows-it'], 1],
])('prices set %j is refused with %i and writes nothing', async (args, code) => {
  const ran = await machine.run(['prices', 'set', ...args]);
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
  expect(() => preferences()).toThrow(/ENOENT/);
});

test('list marks your own price and shows the others on request', async () => {
  await machine.run(['prices', 'set', 'claude-opus-4-7', '--input', '1', '--output', '2', '--from', '2026-11-01']);
  const rows = async (...args: string[]) => {
    const { out } = await machine.run(['prices', 'list', '--json', ...args]);
    return (JSON.parse(out) as { prices: { model: string; override: boolean }[] }).prices.filter(
      (p) => p.model === 'claude-opus-4-7',
    );
  };
  expect(await rows()).toMatchObject([{ override: true, input: 1, from: '2026-11-01' }]);
  expect((await rows('--all')).map((row) => row.override)).toEqual([true, false]);
  expect((await machine.run(['prices'])).out).toMatch(/claude-opus-4-7 .*yours/);
});

test('overrides that lead nowhere are warned about and the report goes on', async () => {
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z')]);
  machine.write('.claude/claude-usage.json', { prices: { aliases: { x: 'nobody-knows-it' } } });
  const ran = await machine.run(['daily']);
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('"nobody-knows-it" has no price');
});

describe('refresh', () => {
  const perToken = (input: number, output: number) => ({
    input_cost_per_token: input / 1e6,
    output_cost_per_token: output / 1e6,
  });
  const LIST = {
    'claude-opus-9': perToken(7, 35),
    'claude-opus-5': perToken(6, 30),
    'claude-opus-4-7': perToken(5, 25),
    'claude-odd': perToken(-1, 2),
    'gpt-5': perToken(1, 10),
  };
  const rows = async (model: string) => {
    const { out } = await machine.run(['prices', 'list', '--all', '--json']);
    const { prices } = JSON.parse(out) as { prices: { model: string; input: number; from: string; source: string }[] };
    return prices.filter((row) => row.model === model);
  };

  test('takes what the table lacks from a file, names what differs, and re-prices what is past', async () => {
    machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z', { model: 'claude-opus-9', output: 1_000_000 })]);
    const list = machine.write('list.json', LIST);
    const before = (await dailyTotals()).totalCost;
    const ran = await machine.run(['prices', 'refresh', '--from', list], { columns: 80 });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('1 price taken, 1 model as in the table.');
    expect(ran.out).toMatch(/claude-opus-5 +5 → 6 +25 → 30/);
    expect(ran.out).toContain('Not understood: claude-odd.');
    expect(preferences()).toEqual({
      fetchedPrices: { date: '2026-11-22', from: list, models: { 'claude-opus-9': { input: 7, output: 35 } } },
    });
    expect(await rows('claude-opus-9')).toMatchObject([{ input: 7, source: 'fetched 2026-11-22' }]);
    expect((await dailyTotals()).totalCost).toBeGreaterThan(before);
    expect((await machine.run(['prices'])).out).toMatch(/claude-opus-9 .*fetched 2026-11-22/);
  });

  test('asks the network only when told to, at the published address', async () => {
    const asked: string[] = [];
    const fetch = async (url: string) => (asked.push(url), Response.json(LIST));
    await machine.run(['prices', 'list'], { fetch });
    await machine.run(['daily'], { fetch });
    expect(asked).toEqual([]);
    expect((await machine.run(['prices', 'refresh', '--json'], { fetch })).code).toBe(0);
    expect(asked).toEqual([expect.stringMatching(/^https:\/\/.*model_prices_and_context_window\.json$/)]);
  });

  test('--all takes what differs from today on; your own price stays above it', async () => {
    const list = machine.write('list.json', LIST);
    await machine.run(['prices', 'set', 'claude-opus-9', '--input', '1', '--output', '2']);
    const { out } = await machine.run(['prices', 'refresh', '--all', '--json', '--from', 'list.json']);
    expect(JSON.parse(out)).toMatchObject({ replaced: true, same: 1, differing: [{ model: 'claude-opus-5' }] });
    expect(await rows('claude-opus-5')).toMatchObject([{ from: '2026-11-22', input: 6 }, { input: 5 }]);
    expect(await rows('claude-opus-9')).toMatchObject([{ input: 1, source: 'your override' }]);
    // A refresh takes the place of the one before it.
    await machine.run(['prices', 'refresh', '--from', list]);
    expect(await rows('claude-opus-5')).toMatchObject([{ input: 5 }]);
  });

  test('is forgotten on request, and your own prices stay', async () => {
    machine.write('list.json', LIST);
    await machine.run(['prices', 'set', 'mine', '--input', '1', '--output', '2']);
    await machine.run(['prices', 'refresh', '--from', 'list.json']);
    expect((await machine.run(['prices', 'refresh', '--remove'])).out).toContain('are forgotten');
    expect(preferences()).toEqual({ prices: { models: { mine: { input: 1, output: 2 } } } });
    expect((await machine.run(['prices', 'refresh', '--remove'])).out).toBe('Nothing was fetched.\n');
  });

  test.each([
    [['--from', 'nowhere.json'], 1, /nowhere\.json cannot be read/],
    [['--from', 'text.txt'], 1, /holds no JSON/],
    [['--from', 'other.json'], 2, /not a LiteLLM price file/],
    [['--from', 'ftp://prices.test/list'], 2, /neither a file nor an https address/],
    [['--from', 'http://prices.test/list'], 2, /neither a file nor an https address/],
    [['--remove', '--all'], 2, /--remove goes alone/],
    [[], 1, /gave nothing \(this machine has no network\)/],
  ])('%j fails with %i in one line and writes nothing', async (args, code, message) => {
    machine.write('text.txt', 'prices');
    machine.write('other.json', { a: 1 });
    const ran = await machine.run(['prices', 'refresh', ...args]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
    expect(ran.err).toMatch(message);
    expect(() => preferences()).toThrow(/ENOENT/);
  });
});
