import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceOverrides } from '../contract/price-overrides.ts';
import { OPTIONS } from './options.ts';

const price = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 100_001, 0.5, '5', null) },
);
const rate = fc.record(
  {
    input: price,
    output: price,
    cacheWrite5m: price,
    cacheRead: price,
    from: fc.constantFrom('2026-11-01', '2026-02-30', '20261101', 5),
  },
  { requiredKeys: [] },
);
const overrides = fc.record(
  {
    models: fc.dictionary(fc.constantFrom('m', 'claude-x'), fc.oneof(rate, fc.array(rate, { maxLength: 2 }))),
    aliases: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('m', 3)),
  },
  { requiredKeys: [] },
);

test('the preferences take exactly the price overrides of the contract', () => {
  let taken = 0;
  fc.assert(
    fc.property(overrides, (value) => {
      const read = OPTIONS.prices.kind.read(value, { home: '/', base: '/' });
      expect(read !== undefined).toBe(priceOverrides.safeParse(value).success);
      if (read !== undefined) taken += 1;
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(taken).toBeGreaterThan(20);
});
