import { expect, test } from 'vitest';
import { formatAge, formatBucket, formatBucketShort, formatInstant, formatRange, formatWeekHours } from './dates.ts';

test('a range says its year once, and a day alone is a day', () => {
  expect(formatRange('2026-10-24', '2026-11-22')).toBe('24 Oct – 22 Nov 2026');
  expect(formatRange('2025-12-30', '2026-01-02')).toBe('30 Dec 2025 – 2 Jan 2026');
  expect(formatRange('2026-11-22', '2026-11-22')).toBe('Sun 22 Nov 2026');
});

test('buckets are named by their grain', () => {
  expect(formatBucket('2026-11', 'month')).toBe('November 2026');
  expect(formatBucket('2026-11-16', 'week')).toBe('Week of 16 Nov 2026');
  expect(formatBucket('2026-11-22T13', 'hour')).toBe('22 Nov, 13–14 h');
  expect(formatBucketShort('2026-11-22T00', 'hour')).toBe('22 Nov');
  expect(formatBucketShort('2026-11-22T13', 'hour')).toBe('13h');
  expect(formatBucketShort('2026-09', 'month')).toBe('Sep ’26');
  expect(formatBucketShort('2026-09-21', 'week')).toBe('21 Sep');
  expect(formatBucketShort('2025-09-22', 'week', true)).toBe('22 Sep ’25');
});

test('an instant is told in the report’s zone', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  expect(formatInstant('2026-11-22T23:30:00Z', 'Asia/Kathmandu', now)).toBe('23 Nov, 05:15');
  expect(formatInstant('2025-11-22T10:00:00Z', 'UTC', now)).toBe('22 Nov 2025, 10:00');
});

test('ages grow in words a person uses', () => {
  expect([-5, 9_000, 40_000, 185_000, 5 * 3_600_000, 12 * 86_400_000].map(formatAge)).toEqual([
    'just now',
    'just now',
    '40 s ago',
    '3 min ago',
    '5 h ago',
    '12 days ago',
  ]);
});

test('hours of the week are written in full', () => {
  expect(['thu-14', 'mon', '09', 'sun-23'].map(formatWeekHours)).toEqual([
    'Thursday, 14–15 h',
    'Monday',
    '09–10 h',
    'Sunday, 23–24 h',
  ]);
});
