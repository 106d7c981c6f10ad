import { expect, test } from 'vitest';
import { formatCount, formatUsd } from '../../format/numbers.ts';
import { formatDifference } from './difference.ts';

test('a difference has its sign, and none has both', () => {
  expect(formatDifference(12.3, formatUsd)).toBe('+$12.30');
  expect(formatDifference(-4, formatCount)).toBe('−4');
  expect(formatDifference(0, formatCount)).toBe('±0');
});
