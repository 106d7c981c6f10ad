import { expect, test } from 'vitest';
import { comparePrices } from './compare-prices.ts';
import { loadPriceTable } from './price-table.ts';

const { models } = loadPriceTable();
const NOW = Date.parse('2026-11-22');
const opus5 = { input: 5, output: 25, cacheWrite5m: 6.25, cacheRead: 0.5 };

test('what the table lacks is news, what it has agrees or differs', () => {
  const list = {
    'claude-opus-5': opus5,
    'claude-opus-4-5': { ...opus5, output: 30 },
    'claude-opus-9': { input: 7, output: 35 },
  };
  expect(comparePrices(models, list, NOW)).toEqual({
    news: { 'claude-opus-9': { input: 7, output: 35 } },
    differing: [
      {
        model: 'claude-opus-4-5-20251101',
        table: { ...opus5, cacheWrite1h: 10 },
        list: { ...opus5, output: 30, cacheWrite1h: 10 },
        rate: { ...opus5, output: 30 },
      },
    ],
    same: 1,
  });
});

test('a model that only resembles a listed one is news', () => {
  expect(Object.keys(comparePrices(models, { 'claude-opus-5-99': opus5 }, NOW).news)).toEqual(['claude-opus-5-99']);
});

test('names of one model count once', () => {
  const list = { 'claude-opus-4-5': opus5, 'claude-opus-4-5-20251101': { ...opus5, input: 9 } };
  expect(comparePrices(models, list, NOW)).toMatchObject({ same: 1, differing: [] });
});

test('the price of the moment is compared, not an earlier or later one', () => {
  const read = (cacheRead: number) => ({ 'claude-sonnet-5-5': { input: 2, output: 10, cacheRead } });
  expect(comparePrices(models, read(0.1), NOW).same).toBe(1);
  expect(comparePrices(models, read(0.2), NOW).differing).toHaveLength(1);
  expect(comparePrices(models, read(0.2), Date.parse('2026-10-06')).same).toBe(1);
});
