import { describe, expect, test } from 'vitest';
import type { FetchedPrices, PriceOverrides } from '../contract/price-overrides.ts';
import type { PriceClass } from '../contract/usage-event.ts';
import { ratesOf, withoutRates, withRate } from './overrides.ts';
import { epochOf, loadPriceTable } from './price-table.ts';

function inputUsd(
  overrides: PriceOverrides,
  model: string,
  cls: Partial<PriceClass> = {},
  day = '2026-11-22',
): number | undefined {
  const table = loadPriceTable(overrides);
  const all: PriceClass = { model, fast: false, batch: false, us: false, context: 0, ...cls };
  const rates = table.rates(all, epochOf(table.epochs, Date.parse(day)));
  return rates && rates.input / 1e6;
}

describe('prices', () => {
  test('an override of a model holds for all its names', () => {
    const mine = { models: { 'claude-opus-4-5': { input: 4, output: 20 } } };
    for (const name of ['claude-opus-4-5', 'claude-opus-4-5-20251101', 'anthropic.claude-opus-4-5-20251101-v1:0']) {
      expect(inputUsd(mine, name)).toBe(4);
    }
    expect(inputUsd(mine, 'claude-opus-5')).toBe(5);
  });
  test('an unknown model gets a price, and its versions do not', () => {
    const mine = { models: { 'claude-opus-9': { input: 7, output: 70 } } };
    expect(inputUsd(mine, 'claude-opus-9[1m]')).toBe(7);
    expect(inputUsd(mine, 'claude-opus-9', { us: true })).toBe(7.7);
    expect(inputUsd(mine, 'claude-opus-9-1')).toBeUndefined();
    expect(inputUsd({ models: { 'glm-4.6': { input: 1, output: 2 } } }, 'z-ai/glm-4.6', { us: true })).toBe(1);
  });
  test('a new version is a model of its own, not an override of the family', () => {
    const mine = { models: { 'claude-opus-4-8-20270101': { input: 9, output: 90 } } };
    expect(inputUsd(mine, 'claude-opus-4-8-20270101')).toBe(9);
    expect(inputUsd(mine, 'claude-opus-4-8')).toBe(5);
  });
  test('left-out cache rates follow the input price', () => {
    const table = loadPriceTable({ models: { m: { input: 8, output: 1, cacheRead: 0.2 } } });
    const rates = table.rates({ model: 'm', fast: false, batch: false, us: false, context: 0 }, 0);
    expect(rates).toMatchObject({ cache5m: 10e6, cache1h: 16e6, cacheRead: 0.2e6 });
  });
  test('from a day on; before it the list price', () => {
    const mine = {
      models: {
        'claude-opus-5': [
          { input: 3, output: 9, from: '2026-12-01' },
          { input: 2, output: 9, from: '2027-01-01' },
        ],
      },
    };
    expect(['2026-11-30', '2026-12-01', '2027-06-01'].map((d) => inputUsd(mine, 'claude-opus-5', {}, d))).toEqual([
      5, 3, 2,
    ]);
  });
  test('holds for requests of any length, under the factors of fast mode', () => {
    const mine = {
      models: { 'claude-haiku-5-5': { input: 0.2, output: 1 }, 'claude-opus-5': { input: 3, output: 9 } },
    };
    expect(inputUsd(mine, 'claude-haiku-5-5', { context: 2 })).toBe(0.2);
    expect(inputUsd(mine, 'claude-opus-5', { fast: true })).toBe(6);
  });
});

describe('aliases', () => {
  test('a name that means another model, before anything the list says', () => {
    const mine = {
      aliases: {
        'arn:aws:bedrock:eu-west-1:1:application-inference-profile/ab12': 'claude-opus-5',
        'claude-fable-5': 'claude-opus-5',
      },
    };
    expect(inputUsd(mine, 'arn:aws:bedrock:eu-west-1:1:application-inference-profile/ab12')).toBe(5);
    expect(inputUsd(mine, 'claude-fable-5')).toBe(5);
    expect(inputUsd({}, 'claude-fable-5')).toBe(10);
  });
  test('to a model of the overrides', () => {
    expect(inputUsd({ models: { mine: { input: 1, output: 1 } }, aliases: { other: 'mine' } }, 'other')).toBe(1);
  });
  test('to nowhere is an error that names it', () => {
    expect(() => loadPriceTable({ aliases: { x: 'claude-opus-9' } })).toThrow(
      'price alias "x": "claude-opus-9" has no price',
    );
  });
});

test('setting and removing a price', () => {
  const one = withRate({}, 'm', { input: 1, output: 2 });
  expect(one).toEqual({ models: { m: { input: 1, output: 2 } } });
  expect(withRate(one, 'm', { input: 3, output: 4 })).toEqual({ models: { m: { input: 3, output: 4 } } });
  const two = withRate(one, 'm', { input: 5, output: 6, from: '2027-01-01' });
  expect([two.models!['m']].flat()).toHaveLength(2);
  expect(withoutRates(two, 'm')).toEqual({ models: {} });
});

describe('fetched prices', () => {
  const rates = (fetched: FetchedPrices, model: string, at: string) => {
    const table = loadPriceTable({}, fetched);
    const cls = { model, fast: false, batch: false, us: false, context: 0 } as const;
    return table.rates(cls, epochOf(table.epochs, Date.parse(at)))?.input;
  };
  const fetched = (date: string, models: FetchedPrices['models']): FetchedPrices => ({ date, from: 'a file', models });

  test('price what the list lacks, and what it has only from a named day on', () => {
    expect(
      rates(fetched('2030-01-01', { 'claude-opus-9': { input: 7, output: 35 } }), 'claude-opus-9', '2026-01-01'),
    ).toBe(7e6);
    const undated = fetched('2030-01-01', { 'claude-opus-5': { input: 9, output: 9 } });
    expect(rates(undated, 'claude-opus-5', '2030-02-01')).toBe(5e6);
    const dated = fetched('2030-01-01', { 'claude-opus-5': { input: 9, output: 9, from: '2030-01-01' } });
    expect(rates(dated, 'claude-opus-5', '2029-12-31')).toBe(5e6);
    expect(rates(dated, 'claude-opus-5', '2030-01-01')).toBe(9e6);
  });

  test('yield to a list compiled after them', () => {
    const old = fetched('2020-01-01', { 'claude-opus-5': { input: 9, output: 9, from: '2020-01-01' } });
    expect(rates(old, 'claude-opus-5', '2026-11-01')).toBe(5e6);
  });
});

test('a rate that follows from the input price has no noise of binary fractions', () => {
  expect(ratesOf({ input: 6, output: 30 })).toEqual({
    input: 6,
    output: 30,
    cacheWrite5m: 7.5,
    cacheWrite1h: 12,
    cacheRead: 0.6,
  });
});
