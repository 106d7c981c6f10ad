import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLocalDay, toLocalDay, type LocalDay } from '../contract/units.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import type { Bounds } from './bounds.ts';
import { chooseBucket, cutTime, evenSteps } from './buckets.ts';

const bounds = (since: string, until: string): Bounds => ({
  since: parseLocalDay(since)!,
  until: parseLocalDay(until)!,
});
const days = (count: number): Bounds => ({ since: toLocalDay(20_000), until: toLocalDay(20_000 + count - 1) });
const cellOf = (day: LocalDay, hour = 0): UsageCell => ({ day, hour }) as UsageCell;

test.each([
  [1, 'hour'],
  [2, 'hour'],
  [3, 'day'],
  [92, 'day'],
  [93, 'week'],
  [400, 'week'],
  [401, 'month'],
] as const)('%i days are shown by the %s', (count, bucket) => {
  expect(chooseBucket(undefined, days(count))).toBe(bucket);
});

test('a bucket that would come more than 2000 times gives way to a coarser one', () => {
  expect(chooseBucket('hour', days(83))).toBe('hour');
  expect(chooseBucket('hour', days(84))).toBe('day');
  expect(chooseBucket('day', days(2001))).toBe('week');
  expect(chooseBucket('day', days(15_000))).toBe('month');
});

test('weeks and months are cut to the range', () => {
  const weeks = cutTime('week', bounds('2026-11-18', '2026-11-24'), 'UTC', 'monday');
  expect(weeks.list.map((b) => [b.key, b.until - b.since + 1])).toEqual([
    ['2026-11-16', 5],
    ['2026-11-23', 2],
  ]);
  const months = cutTime('month', bounds('2026-01-31', '2026-03-01'), 'UTC', 'monday');
  expect(months.list.map((b) => [b.key, b.until - b.since + 1])).toEqual([
    ['2026-01', 1],
    ['2026-02', 28],
    ['2026-03', 1],
  ]);
});

test('a change of the clock by half an hour takes no hour away', () => {
  const spring = cutTime('hour', bounds('2026-10-04', '2026-10-04'), 'Australia/Lord_Howe', 'monday');
  expect(spring.list).toHaveLength(24);
  const autumn = cutTime('hour', bounds('2026-04-05', '2026-04-05'), 'Australia/Lord_Howe', 'monday');
  expect(autumn.list.map((b) => b.key)).toEqual([...new Set(autumn.list.map((b) => b.key))]);
});

test('a zone that skips a day has no hours on it', () => {
  const samoa = cutTime('hour', bounds('2011-12-29', '2011-12-31'), 'Pacific/Apia', 'monday');
  expect(samoa.list.filter((b) => b.key.startsWith('2011-12-30'))).toEqual([]);
});

test.each(['day', 'week', 'month'] as const)('every day of a range falls into the %s that holds it', (bucket) => {
  fc.assert(
    fc.property(fc.nat(3000), fc.integer({ min: 1, max: 500 }), fc.boolean(), (first, count, sunday) => {
      const range = { since: toLocalDay(19_000 + first), until: toLocalDay(19_000 + first + count - 1) };
      const time = cutTime(bucket, range, 'UTC', sunday ? 'sunday' : 'monday');
      let previous = range.since - 1;
      for (const b of time.list) {
        expect(b.since).toBe(previous + 1);
        previous = b.until;
      }
      expect(previous).toBe(range.until);
      for (let day = range.since; day <= range.until; day = toLocalDay(day + 1)) {
        const b = time.list[time.indexOf(cellOf(day))]!;
        expect(day >= b.since && day <= b.until).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

test('steps of a spark are even, cover the range and are never too many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 60 }), (count, most) => {
      const range = days(count);
      const { starts, stepOf } = evenSteps(range, most);
      expect(starts.length).toBeLessThanOrEqual(most);
      expect(starts[0]).toBe(range.since);
      expect(stepOf(range.until)).toBe(starts.length - 1);
      starts.forEach((start, i) => expect(stepOf(start)).toBe(i));
    }),
  );
});
