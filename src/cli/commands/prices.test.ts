import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
