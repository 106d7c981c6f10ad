import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTEXT_THRESHOLDS, type PriceClass } from '../contract/usage-event.ts';
import { epochOf, loadPriceTable } from './price-table.ts';
import { ratesAt } from './rates.ts';
import { shippedTable } from './shipped-table.ts';

const table = loadPriceTable();

test('the shipped table is whole', () => {
  expect(shippedTable.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const names = shippedTable.models.flatMap((m) => [m.id, ...m.aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const m of shippedTable.models) {
    const starts = m.periods.map((p) => p.from);
    expect(starts, m.id).toEqual(starts.toSorted());
    for (const { rates } of m.periods) {
      for (const rate of Object.values(rates)) expect(Number.isSafeInteger(Math.round(rate * 1e9) / 1e3)).toBe(true);
    }
    if (m.longContext) expect(CONTEXT_THRESHOLDS).toContain(m.longContext.aboveTokens);
  }
});

test('the epochs are exactly the instants at which a price changes', () => {
  const days = table.epochs.map((ms) => new Date(ms).toISOString().slice(0, 10));
  expect(days).toEqual([
    '2025-08-12',
    '2026-02-22',
    '2026-03-13',
    '2026-04-30',
    '2026-06-29',
    '2026-07-24',
    '2026-10-07',
    '2026-11-30',
  ]);
});

test('an instant belongs to the epoch that counts the changes up to it', () => {
  expect(epochOf([10, 20], 9)).toBe(0);
  expect(epochOf([10, 20], 10)).toBe(1);
  expect(epochOf([10, 20], 25)).toBe(2);
  expect(epochOf([], 25)).toBe(0);
});

test('rates by epoch are the rates at any instant of it', () => {
  const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) });
  const cls = fc.record({
    model: fc.constantFrom(...table.models.map((m) => m.id), 'us.anthropic.claude-opus-4-6-v1'),
    fast: fc.boolean(),
    batch: fc.boolean(),
    us: fc.boolean(),
    context: fc.constantFrom(0 as const, 1 as const, 2 as const),
  });
  fc.assert(
    fc.property(cls, instant, (c: PriceClass, ms) => {
      const match = table.match(c.model)!;
      expect(table.rates(c, epochOf(table.epochs, ms))).toEqual(ratesAt(match.model, c, match.regional, ms));
    }),
    { numRuns: 1000 },
  );
});

test('an unknown model has no rates, twice', () => {
  const cls: PriceClass = { model: 'claude-opus-9', fast: false, batch: false, us: false, context: 0 };
  expect([table.rates(cls, 0), table.rates(cls, 0)]).toEqual([undefined, undefined]);
});

test('equal prices have equal hashes, an override another', () => {
  expect(loadPriceTable({}).hash).toBe(table.hash);
  expect(loadPriceTable({ models: { 'claude-opus-5': { input: 1, output: 2 } } }).hash).not.toBe(table.hash);
});
