import { expect, test } from 'vitest';
import { checkNames, listPrices } from './list-prices.ts';
import { loadPriceTable } from './price-table.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

test('one row per price, the newest first, one of them current', () => {
  const rows = listPrices(loadPriceTable(), NOW);
  const sonnet = rows.filter((r) => r.model === 'claude-sonnet-5-5');
  expect(sonnet.map((r) => [r.from, r.cacheRead, r.current])).toEqual([
    ['2026-10-07', 0.1, true],
    ['2026-09-28', 0.2, false],
  ]);
  const models = new Set(rows.map((r) => r.model));
  expect(rows.filter((r) => r.current)).toHaveLength(models.size);
  expect(rows.every((r) => !r.override && r.source !== '')).toBe(true);
});

test('fast mode and the tier for large requests as of the day', () => {
  const on = (day: string, model: string) =>
    listPrices(loadPriceTable(), Date.parse(day)).find((r) => r.model === model)!;
  expect(on('2026-11-29', 'claude-opus-4-8').fastMultiplier).toBe(2);
  expect(on('2026-11-30', 'claude-opus-4-8').fastMultiplier).toBeNull();
  expect(on('2026-11-22', 'claude-haiku-5-5').longContext).toMatchObject({ aboveTokens: 100_000, input: 0.5 });
  expect(on('2026-03-13', 'claude-opus-4-6').longContext).toBeNull();
});

test('an override is marked as the user’s', () => {
  const rows = listPrices(
    loadPriceTable({
      models: { 'claude-opus-5': { input: 1, output: 2, from: '2026-12-01' }, mine: { input: 3, output: 4 } },
    }),
    NOW,
  );
  expect(rows.filter((r) => r.model === 'claude-opus-5').map((r) => [r.override, r.current])).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(rows.find((r) => r.model === 'mine')).toMatchObject({ from: null, current: true, source: 'your override' });
});

test('names say how they found their price', () => {
  const names = ['claude-opus-5', 'claude-opus-4-5', 'us.anthropic.claude-opus-4-8-20260601', 'claude-opus-9'];
  expect(checkNames(loadPriceTable(), names)).toEqual([
    { name: names[0], model: 'claude-opus-5', how: 'exact', regional: false },
    { name: names[1], model: 'claude-opus-4-5-20251101', how: 'alias', regional: false },
    { name: names[2], model: 'claude-opus-4-8', how: 'family', regional: true },
    { name: names[3], model: null, how: 'none', regional: false },
  ]);
});
