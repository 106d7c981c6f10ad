import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, formatLocalDay, nanoToUsd, parseLocalDay, toLocalDay, toNanoUsd } from './units.ts';

const FIRST = Date.UTC(1900, 0, 1) / DAY_MS;
const LAST = Date.UTC(9999, 11, 31) / DAY_MS;

test('a day is written and read again as itself, with hyphens or without', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: LAST }), (n) => {
      const text = formatLocalDay(toLocalDay(n));
      expect(text).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(parseLocalDay(text)).toBe(n);
      expect(parseLocalDay(text.replaceAll('-', ''))).toBe(n);
    }),
  );
});

test('days follow each other as on the calendar', () => {
  expect(parseLocalDay('2024-03-01')! - parseLocalDay('2024-02-28')!).toBe(2);
  expect(parseLocalDay('2026-03-01')! - parseLocalDay('2026-02-28')!).toBe(1);
});

test.each([
  '',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '26-01-01',
  '2026/01/01',
  ' 2026-01-01',
  '2026-01-01T00',
  '99999999',
])('%j is no day', (text) => {
  expect(parseLocalDay(text)).toBeUndefined();
});

test('money is printed at its shortest, whatever was added up', () => {
  expect(nanoToUsd(toNanoUsd(100_000_000 + 200_000_000))).toBe(0.3);
  expect(nanoToUsd(toNanoUsd(1))).toBe(1e-9);
});
