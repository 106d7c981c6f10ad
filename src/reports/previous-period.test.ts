import { expect, test } from 'vitest';
import { formatLocalDay, parseLocalDay } from '../contract/units.ts';
import { previousPeriod } from './previous-period.ts';

test.each([
  ['today', '2026-11-22', '2026-11-22', '2026-11-21', '2026-11-21'],
  ['7d', '2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15'],
  ['week', '2026-11-16', '2026-11-18', '2026-11-09', '2026-11-11'],
  ['month', '2026-11-01', '2026-11-22', '2026-10-01', '2026-10-22'],
  ['month', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['prev-month', '2026-10-01', '2026-10-31', '2026-09-01', '2026-09-30'],
  ['custom', '2026-11-10', '2026-11-12', '2026-11-07', '2026-11-09'],
] as const)('%s of %s to %s is compared with %s to %s', (name, since, until, beforeSince, beforeUntil) => {
  const before = previousPeriod(name, { since: parseLocalDay(since)!, until: parseLocalDay(until)! });
  expect([formatLocalDay(before.since), formatLocalDay(before.until)]).toEqual([beforeSince, beforeUntil]);
});
