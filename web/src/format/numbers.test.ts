import { expect, test } from 'vitest';
import {
  formatChange,
  formatPoints,
  formatCompact,
  formatCompactShort,
  formatShare,
  formatUsd,
  formatUsdShort,
  plural,
} from './numbers.ts';

test.each([
  [0, '$0.00'],
  [0.00042, '$0.00042'],
  [0.0099, '$0.0099'],
  [0.01, '$0.01'],
  [1284.374, '$1,284.37'],
])('money %d is %s', (usd, text) => expect(formatUsd(usd)).toBe(text));

test.each([
  [999, '999'],
  [9999, '9,999'],
  [12_345, '12.3K'],
  [4_560_000, '4.56M'],
  [456_000_000, '456.0M'],
  [1_234_000_000, '1.23B'],
])('count %d is %s', (n, text) => expect(formatCompact(n)).toBe(text));

test('axes are short', () => {
  expect([1500, 40, 1.5, 0.9, 0].map(formatUsdShort)).toEqual(['$1.5k', '$40', '$1.50', '$0.90', '$0']);
  expect([1_500_000, 20_000, 7, 0].map(formatCompactShort)).toEqual(['1.5M', '20K', '7', '0']);
});

test('a share is never a false zero or a false whole', () => {
  expect([0, 0.0002, 0.123, 0.9999, 1].map(formatShare)).toEqual(['0.0 %', '<0.1 %', '12.3 %', '>99.9 %', '100.0 %']);
});

test('a change names its direction', () => {
  expect([0.124, -0.034, 0.0001, 4.2, -1].map(formatChange)).toEqual(['+12 %', '−3.4 %', '±0 %', '×5.2', '−100 %']);
});

test('a rate changes by points', () => {
  expect([0.017, -0.2, 0.0001].map(formatPoints)).toEqual(['+1.7 points', '−20.0 points', '±0 points']);
});

test('one is not many', () => {
  expect([plural(1, 'turn'), plural(1200, 'turn'), plural(0, 'file')]).toEqual(['1 turn', '1,200 turns', '0 files']);
});
