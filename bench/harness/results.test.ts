import { expect, test } from 'vitest';
import { breaches, limits } from './results.ts';

test('a figure beyond its limit is a breach, on either side; one without a limit is not', () => {
  const set = { ratio: { max: 0.6 }, share: { min: 0.95 } };
  expect(breaches({ ratio: 0.6, share: 0.95, other: 1e9 }, set)).toEqual([]);
  expect(breaches({ ratio: 0.61, share: 0.94 }, set)).toEqual([
    'ratio is 0.610, at most 0.6',
    'share is 0.940, at least 0.95',
  ]);
});

test('a figure that could not be measured is a breach', () => {
  expect(breaches({ ratio: Number.NaN }, { ratio: { max: 1 } })).toEqual(['ratio was not measured']);
});

test('every limit of the baseline is a bound', () => {
  const bounds = Object.values(limits());
  expect(bounds.length).toBeGreaterThan(8);
  for (const bound of bounds) expect(Object.keys(bound).every((key) => key === 'max' || key === 'min')).toBe(true);
});
