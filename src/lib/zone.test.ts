import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, formatLocalDay, parseLocalDay, toLocalDay } from '../contract/units.ts';
import { dayStartMs, isZone, localDayOf, machineZone, offsetMinutesAt, offsetSegments } from './zone.ts';

const ZONES = [
  'UTC',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Santiago',
  'America/Havana',
  'America/New_York',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Gaza',
  'Antarctica/Troll',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Lisbon',
  'Europe/Istanbul',
  'Asia/Tehran',
] as const;
const zone = fc.constantFrom(...ZONES);
const HOUR = 3_600_000;
/** The years in which Claude Code can have written anything, and the one in which Samoa lost a day. */
const instant = fc
  .integer({ min: Date.UTC(2011, 11, 1) / 1000, max: Date.UTC(2045, 0, 1) / 1000 })
  .map((s) => s * 1000);
const day = (text: string) => parseLocalDay(text)!;

/** The runtime's own opinion, asked in another form than the code under test asks. */
const formats = new Map(
  ZONES.map((z) => [z, new Intl.DateTimeFormat('sv-SE', { timeZone: z, dateStyle: 'short', timeStyle: 'medium' })]),
);
const wallClock = (z: (typeof ZONES)[number], ms: number): string => formats.get(z)!.format(ms);
const shifted = (ms: number, minutes: number): string =>
  new Date(ms + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

test('offset and local day agree with the runtime at any instant', () => {
  fc.assert(
    fc.property(zone, instant, (z, ms) => {
      expect(shifted(ms, offsetMinutesAt(z, ms))).toBe(wallClock(z, ms));
      expect(formatLocalDay(localDayOf(z, ms))).toBe(wallClock(z, ms).slice(0, 10));
    }),
    { numRuns: 2000 },
  );
});

test('segments tile the range, and each holds to its last second', () => {
  fc.assert(
    fc.property(zone, instant, fc.integer({ min: 1, max: 3 * 365 }), (z, from, days) => {
      const to = from + days * DAY_MS;
      const segments = offsetSegments(z, from, to);
      expect(segments[0]!.startMs).toBe(from);
      for (const [i, s] of segments.entries()) {
        const end = segments[i + 1]?.startMs ?? to;
        expect(end).toBeGreaterThan(s.startMs);
        expect(Math.abs(s.offsetMinutes % 15)).toBe(0);
        expect(segments[i + 1]?.offsetMinutes).not.toBe(s.offsetMinutes);
        for (const ms of [s.startMs, end - 1000]) expect(shifted(ms, s.offsetMinutes)).toBe(wallClock(z, ms));
      }
    }),
    { numRuns: 300 },
  );
});

test('a range cut in two has the segments of the whole', () => {
  fc.assert(
    fc.property(zone, instant, fc.nat(700), fc.nat(700), (z, from, a, b) => {
      const [middle, to] = [from + a * DAY_MS, from + (a + b) * DAY_MS];
      const parts = [...offsetSegments(z, from, middle), ...offsetSegments(z, middle, to)];
      const joined = parts.filter((s, i) => s.offsetMinutes !== parts[i - 1]?.offsetMinutes);
      expect(joined).toEqual(offsetSegments(z, from, to));
    }),
    { numRuns: 300 },
  );
});

test('a day starts at the first instant that has its date', () => {
  fc.assert(
    fc.property(zone, instant, (z, ms) => {
      const local = localDayOf(z, ms);
      const start = dayStartMs(z, local);
      const end = dayStartMs(z, toLocalDay(local + 1));
      expect(start).toBeLessThanOrEqual(ms);
      expect(end).toBeGreaterThan(ms);
      expect(wallClock(z, start).slice(0, 10)).toBe(formatLocalDay(local));
      expect(wallClock(z, start - 1000).slice(0, 10) < formatLocalDay(local)).toBe(true);
      expect(wallClock(z, end - 1000).slice(0, 10)).toBe(formatLocalDay(local));
    }),
    { numRuns: 1500 },
  );
});

describe('days that change the clock', () => {
  const hours = (z: string, text: string): number =>
    (dayStartMs(z, toLocalDay(day(text) + 1)) - dayStartMs(z, day(text))) / HOUR;
  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/Santiago', '2026-09-06', 23],
    ['America/Santiago', '2026-04-04', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Africa/Cairo', '2026-10-29', 25],
    ['Antarctica/Troll', '2026-03-29', 22],
    ['Pacific/Apia', '2011-12-30', 0],
    ['Asia/Kathmandu', '2026-11-22', 24],
  ])('%s %s has %d hours', (z, text, expected) => {
    expect(hours(z, text)).toBe(expected);
  });

  test('a day whose midnight does not exist starts at 01:00', () => {
    expect(new Date(dayStartMs('Africa/Cairo', day('2026-04-24'))).toISOString()).toBe('2026-04-23T22:00:00.000Z');
    expect(wallClock('Africa/Cairo', dayStartMs('Africa/Cairo', day('2026-04-24')))).toBe('2026-04-24 01:00:00');
  });

  test('a day whose midnight comes twice starts at the first', () => {
    expect(wallClock('America/Havana', dayStartMs('America/Havana', day('2026-11-01')))).toBe('2026-11-01 00:00:00');
    expect(hours('America/Havana', '2026-11-01')).toBe(25);
  });
});

test('outside 1980 to 2100 the nearest offset holds, at no cost', () => {
  expect(offsetMinutesAt('Asia/Kathmandu', -1e14)).toBe(330);
  expect(offsetMinutesAt('Asia/Kathmandu', 8e15)).toBe(345);
  expect(offsetSegments('Asia/Kolkata', -8.6e15, 8.6e15)).toEqual([{ startMs: -8.6e15, offsetMinutes: 330 }]);
  expect(formatLocalDay(localDayOf('Europe/Berlin', Date.UTC(9999, 11, 31)))).toBe('9999-12-31');
});

test('names', () => {
  expect(['UTC', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].every(isZone)).toBe(true);
  expect(['', 'Mars/Base', '+05:30', '-03', 'UTC\n', '../etc', 'A'.repeat(65)].some(isZone)).toBe(false);
  expect(isZone(machineZone())).toBe(true);
  expect(offsetSegments('UTC', 5, 5)).toEqual([]);
  expect(() => localDayOf('Mars/Base', 0)).toThrow('unknown time zone "Mars/Base"');
});
