import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWeekHours, weekHourName, weekHourNames } from './week-hours.ts';

const WEEK = Array.from({ length: 168 }, (_, i) => i);

test('every hour of the week has one name, which means it alone', () => {
  expect(WEEK.map((hour) => parseWeekHours(weekHourName(hour)))).toEqual(WEEK.map((hour) => [hour]));
  expect(weekHourName(3 * 24 + 14)).toBe('thu-14');
});

test('a weekday means its 24 hours, an hour alone the same one of seven days', () => {
  expect(parseWeekHours('tue')).toEqual(WEEK.slice(24, 48));
  expect(parseWeekHours('07')).toEqual([7, 31, 55, 79, 103, 127, 151]);
  expect(parseWeekHours(' Sun-23 ')).toEqual([167]);
});

test('any hours can be named, and the names mean them again', () => {
  fc.assert(
    fc.property(fc.subarray(WEEK), (hours) => {
      expect(weekHourNames(hours).flatMap((name) => parseWeekHours(name) ?? [])).toEqual(hours);
    }),
  );
  expect(weekHourNames([...WEEK.slice(24, 48), 50])).toEqual(['tue', 'wed-02']);
});

test.each(['', 'thursday', 'thu-24', 'thu-7', '7', '24', 'thu-', '-07', 'thu 07', 'thu-07-08'])(
  '%j means nothing',
  (text) => {
    expect(parseWeekHours(text)).toBeUndefined();
  },
);
