import { expect, test } from 'vitest';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { narrowed } from './narrowed.ts';

type Series = SeriesReport['series'];
const hoursOf = (...days: string[]): Series => ({
  ...{ stack: 'class', stacks: [], tokens: [], cost: [], turns: [] },
  bucket: 'hour',
  buckets: days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => ({
      key: `${day}T${String(hour).padStart(2, '0')}`,
      since: day,
      until: day,
    })),
  ),
});
const daysOf = (...days: string[]): Series => ({
  ...hoursOf(),
  bucket: 'day',
  buckets: days.map((day) => ({ key: day, since: day, until: day })),
});

test('a bar of a day narrows to the day, a drag to the days', () => {
  const series = daysOf('2026-11-20', '2026-11-21', '2026-11-22');
  expect(narrowed(series, 1, 1)).toEqual({
    range: 'custom',
    since: '2026-11-21',
    until: '2026-11-21',
    bucket: undefined,
  });
  expect(narrowed(series, 1, 2)).toMatchObject({ since: '2026-11-21', until: '2026-11-22' });
});

test('hours of one day narrow to the day and the hours, hours of several to the days', () => {
  const series = hoursOf('2026-11-21', '2026-11-22');
  expect(narrowed(series, 24 + 13, 24 + 14)).toMatchObject({
    since: '2026-11-22',
    until: '2026-11-22',
    hour: ['sun-13', 'sun-14'],
  });
  expect(narrowed(series, 13, 24)).toBeUndefined();
  expect(narrowed(hoursOf('2026-11-20', '2026-11-21', '2026-11-22'), 13, 24)).toMatchObject({
    since: '2026-11-20',
    until: '2026-11-21',
  });
});

test('choosing all that is shown changes nothing', () => {
  expect(narrowed(daysOf('2026-11-20', '2026-11-21'), 0, 1)).toBeUndefined();
  expect(narrowed(hoursOf('2026-11-22'), 0, 23)).toBeUndefined();
  expect(narrowed(hoursOf('2026-11-22'), 9, 9)).toMatchObject({ hour: ['sun-09'] });
  expect(narrowed(hoursOf(), 0, 0)).toBeUndefined();
});
