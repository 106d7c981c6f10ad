import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemOffsetMs, systemZone } from './system-zone.ts';
import { isZone, machineZone, offsetMinutesAt, offsetSegments } from './zone.ts';

let before: string | undefined;
beforeEach(() => {
  before = process.env['TZ'];
});
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

const ZONES = [
  'Europe/Prague',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const [FROM, TO] = [Date.UTC(1985, 0, 1), Date.UTC(2035, 0, 1)];

test.each(ZONES)('in %s the clock of Date and that of Intl agree', (zone) => {
  process.env['TZ'] = 'UTC';
  const byIntl = offsetSegments(zone, FROM, TO);
  process.env['TZ'] = zone;
  for (const { startMs, offsetMinutes } of byIntl) {
    expect(systemOffsetMs(startMs)).toBe(offsetMinutes * 60_000);
    expect(systemOffsetMs(startMs + 3_600_000)).toBe(offsetMinutes * 60_000);
  }
});

test("a zone that was the machine's and no longer is keeps its offsets", () => {
  process.env['TZ'] = 'Asia/Tokyo';
  expect(offsetMinutesAt('Asia/Tokyo', Date.UTC(2026, 0, 1))).toBe(540);
  process.env['TZ'] = 'America/New_York';
  expect(offsetMinutesAt('Asia/Tokyo', Date.UTC(2020, 6, 1))).toBe(540);
  expect(offsetMinutesAt('America/New_York', Date.UTC(2026, 6, 1))).toBe(-240);
});

test.each(['UTC', 'Etc/UTC'])('%s is UTC', (tz) => {
  process.env['TZ'] = tz;
  expect(systemZone()).toBe('UTC');
  expect(machineZone()).toBe('UTC');
});

test.each(['', 'CET-1CEST', 'No/Such_Place', '../../etc/passwd', ':Europe/Prague', '+02:00'])(
  'TZ=%j is left to Intl, which always names a zone',
  (tz) => {
    process.env['TZ'] = tz;
    expect(systemZone()).toBeUndefined();
    expect(isZone(machineZone())).toBe(true);
  },
);
