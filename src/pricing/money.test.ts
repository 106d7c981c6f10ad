import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tokens } from '../contract/usage-event.ts';
import { addCost, addMoney, costOf, toNanoUsd, zeroMoney, type Money } from './money.ts';
import type { Rates } from './rates.ts';

interface Cell extends Tokens {
  webSearches: number;
}
const BUCKETS = ['input', 'output', 'cache5m', 'cache1h', 'cacheRead'] as const;

const cellOf = (count: fc.Arbitrary<number>): fc.Arbitrary<Cell> =>
  fc.record({ input: count, output: count, cache5m: count, cache1h: count, cacheRead: count, webSearches: count });
/** Any rate up to $150 per million tokens times 6, down to single pico-dollars. */
const ratesArb: fc.Arbitrary<Rates> = (() => {
  const rate = fc.oneof(fc.integer({ min: 0, max: 900_000_000 }), fc.constantFrom(0, 1, 999, 1000, 137_500, 11_000));
  return fc.record({ input: rate, output: rate, cache5m: rate, cache1h: rate, cacheRead: rate, webSearch: rate });
})();

/** The same sum in integers without limit. */
function picoOf(rates: Rates, cells: readonly Cell[]): bigint {
  return cells.reduce((sum, cell) => {
    const tokens = BUCKETS.reduce((s, b) => s + BigInt(cell[b]) * BigInt(rates[b]), 0n);
    return sum + tokens + BigInt(cell.webSearches) * BigInt(rates.webSearch);
  }, 0n);
}
const exact = (money: Money): bigint => BigInt(money.nano) * 1000n + BigInt(money.pico);

function sum(rates: Rates, cells: readonly Cell[]): Money {
  const money = zeroMoney();
  for (const cell of cells) addCost(money, rates, cell, cell.webSearches);
  return money;
}

test('a sum is exact to the pico-dollar', () => {
  fc.assert(
    fc.property(ratesArb, fc.array(cellOf(fc.nat(50_000_000)), { maxLength: 40 }), (rates, cells) => {
      const money = sum(rates, cells);
      expect(exact(money)).toBe(picoOf(rates, cells));
      expect(money.pico).toBeGreaterThanOrEqual(0);
      expect(money.pico).toBeLessThan(1000);
    }),
  );
});

test('counts up to 1e12 are exact at small rates', () => {
  const rate = fc.integer({ min: 0, max: 1_500 });
  const rates = fc.record({
    input: rate,
    output: rate,
    cache5m: rate,
    cache1h: rate,
    cacheRead: rate,
    webSearch: rate,
  });
  fc.assert(
    fc.property(rates, cellOf(fc.integer({ min: 0, max: 999_999_999_999 })), (r, cell) => {
      expect(exact(sum(r, [cell]))).toBe(picoOf(r, [cell]));
    }),
  );
});

test('any partition of the cells costs the same', () => {
  fc.assert(
    fc.property(
      ratesArb,
      fc.array(fc.tuple(cellOf(fc.nat(20_000_000)), fc.nat(3)), { maxLength: 30 }),
      (rates, placed) => {
        const whole = sum(
          rates,
          placed.map(([cell]) => cell),
        );
        const parts = zeroMoney();
        for (const part of [0, 1, 2, 3])
          addMoney(
            parts,
            sum(
              rates,
              placed.filter(([, p]) => p === part).map(([c]) => c),
            ),
          );
        expect(parts).toEqual(whole);
      },
    ),
  );
});

test('adding the counts first or the costs first is the same', () => {
  fc.assert(
    fc.property(ratesArb, fc.array(cellOf(fc.nat(20_000_000)), { minLength: 1, maxLength: 30 }), (rates, cells) => {
      const total = (key: keyof Cell): number => cells.reduce((s, c) => s + c[key], 0);
      const joined = Object.fromEntries(
        [...BUCKETS, 'webSearches' as const].map((k) => [k, total(k)]),
      ) as unknown as Cell;
      expect(sum(rates, [joined])).toEqual(sum(rates, cells));
    }),
  );
});

test('rounding is half up, once', () => {
  const none = { input: 0, output: 0, cache5m: 0, cache1h: 0, cacheRead: 0 };
  const rates: Rates = { ...none, input: 1, webSearch: 1e10 };
  expect([499, 500, 1499, 1500].map((input) => costOf(rates, { ...none, input }, 0))).toEqual([0, 1, 1, 2]);
  expect(costOf(rates, none, 3)).toBe(30_000_000);
  const thirds = zeroMoney();
  for (let i = 0; i < 3; i++) addCost(thirds, rates, { ...none, input: 400 }, 0);
  expect(toNanoUsd(thirds)).toBe(1);
});
