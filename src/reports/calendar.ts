import { DAY_MS, formatLocalDay, toLocalDay, type LocalDay } from '../contract/units.ts';

export type WeekStart = 'monday' | 'sunday';

/** 0 = Monday. The first day of the epoch was a Thursday. */
export function weekdayOf(day: LocalDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** First day of the week that holds `day`. */
export function weekOf(day: LocalDay, start: WeekStart): LocalDay {
  const sinceMonday = weekdayOf(day);
  return toLocalDay(day - (start === 'monday' ? sinceMonday : (sinceMonday + 1) % 7));
}

/** First day of the month that holds `day`. */
export function monthOf(day: LocalDay): LocalDay {
  return toLocalDay(day - new Date(day * DAY_MS).getUTCDate() + 1);
}

/** First day of the month `months` after the one that holds `day`; negative goes back. */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const date = new Date(day * DAY_MS);
  return toLocalDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS);
}

/** `2026-11` of a day. */
export function formatMonth(day: LocalDay): string {
  return formatLocalDay(day).slice(0, 7);
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return toLocalDay(day + days);
}
