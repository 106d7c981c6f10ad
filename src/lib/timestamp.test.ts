import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimestamp } from './timestamp.ts';

test('reads back what toISOString writes', () => {
  const dates = fc.date({
    noInvalidDate: true,
    min: new Date('2000-01-01'),
    max: new Date('2099-12-31T23:59:59.999Z'),
  });
  fc.assert(
    fc.property(dates, (date) => {
      expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
    }),
  );
});

test.each([
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z'],
  ['2026-11-22 10:00:00', '2026-11-22T10:00:00Z'],
  ['2026-11-22T10:00:00.123456+00:00', '2026-11-22T10:00:00.123Z'],
  ['2026-11-22T10:00:00+0545', '2026-11-22T04:15:00Z'],
  ['2026-11-22T10:00:00-03:30', '2026-11-22T13:30:00Z'],
])('%s is %s', (text, iso) => {
  expect(parseTimestamp(text)).toBe(Date.parse(iso));
});

test.each([
  '',
  '2026-02-30T00:00:00Z',
  '1999-12-31T00:00:00Z',
  '2100-01-01T00:00:00Z',
  '2026-11-22T24:00:00Z',
  '2026-11-22',
  'now',
])('%j is no time', (text) => {
  expect(parseTimestamp(text)).toBeNaN();
});
