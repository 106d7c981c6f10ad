import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  counted,
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatMoney,
  formatShare,
} from './figures.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1.0K'],
  [12_345, '12.3K'],
  [999_949, '999.9K'],
  [999_950, '1.00M'],
  [12_340_000, '12.34M'],
  [999_994_999, '999.99M'],
  [999_995_000, '1.00B'],
  [7_230_000_000, '7.23B'],
])('%i tokens read %s', (count, text) => expect(formatCount(count)).toBe(text));

describe('money', () => {
  test.each([
    [0, '$0.00'],
    [0.0012, '$0.0012'],
    [0.00001234, '$0.000012'],
    [1e-12, '$0.000000001'],
    [0.0099, '$0.0099'],
    [0.00996, '$0.01'],
    [0.01, '$0.01'],
    [1.005, '$1.00'],
    [1234.5, '$1,234.50'],
    [1_234_567.891, '$1,234,567.89'],
    [-2.5, '-$2.50'],
  ])('%d US dollars read %s', (usd, text) => expect(formatMoney(usd)).toBe(text));

  test('another currency uses its rate and its sign, or its code', () => {
    expect(formatMoney(10, { code: 'EUR', rate: 0.92 })).toBe('€9.20');
    expect(formatMoney(10, { code: 'CZK', rate: 21.5 })).toBe('CZK 215.00');
  });

  test('what costs something never reads as nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-15, max: 1e6, noNaN: true }), (usd) => {
        expect(Number(formatMoney(usd).replace(/[$,]/g, ''))).toBeGreaterThan(0);
      }),
    );
  });
});

test('shares', () => {
  expect([0, 0.0001, 0.1234, 1].map(formatShare)).toEqual(['0.0 %', '<0.1 %', '12.3 %', '100.0 %']);
});

test('bytes', () => {
  expect([0, 999, 12_345, 999_950, 1_234_567_890].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '12.3 KB',
    '1.0 MB',
    '1.2 GB',
  ]);
});

test('durations', () => {
  const shown = [0, 820, 999.6, 4_210, 59_960, 185_000, 7_620_000].map(formatDuration);
  expect(shown).toEqual(['0 ms', '820 ms', '1.0 s', '4.2 s', '1 min 00 s', '3 min 05 s', '2 h 07 min']);
});

test('counted things', () => {
  expect([counted(1, 'turn'), counted(12_345, 'turn'), counted(0, 'entry', 'entries')]).toEqual([
    '1 turn',
    '12,345 turns',
    '0 entries',
  ]);
  expect(formatInteger(1_234_567)).toBe('1,234,567');
});
