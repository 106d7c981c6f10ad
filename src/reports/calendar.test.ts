import { expect, test } from 'vitest';
import { formatLocalDay, parseLocalDay, type LocalDay } from '../contract/units.ts';
import { addMonths, formatMonth, monthOf, weekdayOf, weekOf } from './calendar.ts';

const day = (text: string): LocalDay => parseLocalDay(text)!;

test.each([
  ['1970-01-01', 3],
  ['1969-12-31', 2],
  ['2026-11-22', 6],
  ['2026-11-23', 0],
])('%s is weekday %i', (text, weekday) => {
  expect(weekdayOf(day(text))).toBe(weekday);
});

test.each([
  ['2026-11-22', 'monday', '2026-11-16'],
  ['2026-11-22', 'sunday', '2026-11-22'],
  ['2026-11-21', 'sunday', '2026-11-15'],
  ['2026-11-23', 'monday', '2026-11-23'],
  ['2026-01-01', 'monday', '2025-12-29'],
] as const)('the week of %s from %s starts on %s', (text, start, first) => {
  expect(formatLocalDay(weekOf(day(text), start))).toBe(first);
});

test('months start on their first day, leap years and turns of the year included', () => {
  expect(formatLocalDay(monthOf(day('2024-02-29')))).toBe('2024-02-01');
  expect(formatLocalDay(addMonths(day('2024-01-31'), 1))).toBe('2024-02-01');
  expect(formatLocalDay(addMonths(day('2026-01-15'), -1))).toBe('2025-12-01');
  expect(formatLocalDay(addMonths(day('2026-12-31'), 1))).toBe('2027-01-01');
  expect(formatMonth(day('2026-12-31'))).toBe('2026-12');
});
