import { expect, test } from 'vitest';
import { formatLocalClock, formatLocalMoment, formatLocalTime } from './local-time.ts';

test('instants read in the zone of the report, half hours and daylight saving included', () => {
  expect(formatLocalTime('Europe/Prague', '2026-07-01T22:30:00Z')).toBe('2026-07-02 00:30');
  expect(formatLocalTime('Asia/Kolkata', '2026-01-01T00:00:00Z')).toBe('2026-01-01 05:30');
  expect(formatLocalClock('UTC', '2026-01-01T07:08:09.999Z')).toBe('07:08:09');
  expect(formatLocalMoment('America/New_York', '2026-11-01T06:30:00Z')).toBe('11-01 01:30:00');
  expect(formatLocalTime('UTC', null)).toBe('');
});
