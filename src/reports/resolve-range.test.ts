import { expect, test } from 'vitest';
import { UsageError } from '../contract/errors.ts';
import type { FilterInput } from '../contract/filters.ts';
import { formatLocalDay, parseLocalDay } from '../contract/units.ts';
import { resolveRange } from './resolve-range.ts';

const SUNDAY = parseLocalDay('2026-11-22')!;

function range(input: FilterInput, weekStart: 'monday' | 'sunday' = 'monday'): [string | null, string | null] {
  const { since, until } = resolveRange(input, SUNDAY, weekStart);
  return [since === undefined ? null : formatLocalDay(since), until === undefined ? null : formatLocalDay(until)];
}

test.each([
  ['today', '2026-11-22', '2026-11-22'],
  ['week', '2026-11-16', '2026-11-22'],
  ['month', '2026-11-01', '2026-11-22'],
  ['prev-month', '2026-10-01', '2026-10-31'],
  ['7d', '2026-11-16', '2026-11-22'],
  ['30d', '2026-10-24', '2026-11-22'],
  ['90d', '2026-08-25', '2026-11-22'],
] as const)('%s is %s to %s', (name, since, until) => {
  expect(range({ range: name })).toEqual([since, until]);
});

test('a week that starts on Sunday holds one day on a Sunday', () => {
  expect(range({ range: 'week' }, 'sunday')).toEqual(['2026-11-22', '2026-11-22']);
});

test('without a range everything counts, and either end may be left open', () => {
  expect(range({})).toEqual([null, null]);
  expect(range({ range: 'all' })).toEqual([null, null]);
  expect(range({ since: '20261101' })).toEqual(['2026-11-01', null]);
  expect(range({ until: '2026-11-01' })).toEqual([null, '2026-11-01']);
  expect(range({ range: 'custom', since: '2026-11-01', until: '2026-11-01' })).toEqual(['2026-11-01', '2026-11-01']);
});

test.each<FilterInput>([
  { since: '2026-11-02', until: '2026-11-01' },
  { since: '2026-02-30' },
  { until: 'yesterday' },
  { range: '7d', since: '2026-11-02' },
])('%j is refused as wrong usage', (input) => {
  expect(() => range(input)).toThrow(UsageError);
});
