import { expect, test } from 'vitest';
import { median, quantile, short, table } from './figures.ts';

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test('a quantile interpolates and ends at the largest value', () => {
  const values = Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile([1, 2], 0.75)).toBe(1.75);
  expect(quantile(values, 1)).toBe(100);
  expect(() => quantile([], 0.5)).toThrow('nothing');
});

test('figures are short and aligned', () => {
  expect([short(1234.5), short(12.345), short(0.012345), short(Number.NaN)]).toEqual(['1235', '12.3', '0.0123', '-']);
  expect(
    table(
      ['way', 's'],
      [
        ['ours', '1.2'],
        ['theirs', '12'],
      ],
    ),
  ).toBe('way       s\nours    1.2\ntheirs   12');
});
