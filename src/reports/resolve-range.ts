import { UsageError } from '../contract/errors.ts';
import type { FilterInput, RangeName } from '../contract/filters.ts';
import { formatLocalDay, parseLocalDay, type LocalDay } from '../contract/units.ts';
import type { DayRange } from '../ledger/ledger.ts';
import { addDays, addMonths, monthOf, weekOf, type WeekStart } from './calendar.ts';

/**
 * The inclusive local days that a filter means on the day `today`. Named ranges end today, `prev-month` excepted.
 * Without a name, `since` and `until` hold, and without them everything does.
 * Throws `usage` when `since` lies after `until`, or when a named range comes with either.
 */
export function resolveRange(input: FilterInput, today: LocalDay, weekStart: WeekStart): DayRange {
  const since = dayOf(input.since, 'since');
  const until = dayOf(input.until, 'until');
  const name = input.range ?? 'custom';
  if (name !== 'custom') {
    if (since === undefined && until === undefined) return namedRange(name, today, weekStart);
    throw new UsageError('usage', `range ${name} does not go with since or until`, 'Leave out one of them.');
  }
  if (since !== undefined && until !== undefined && since > until) {
    throw new UsageError(
      'usage',
      `since ${formatLocalDay(since)} lies after until ${formatLocalDay(until)}`,
      'Both days are inclusive; give the earlier one as since.',
    );
  }
  return { since, until };
}

function namedRange(name: Exclude<RangeName, 'custom'>, today: LocalDay, weekStart: WeekStart): DayRange {
  switch (name) {
    case 'today':
      return { since: today, until: today };
    case 'week':
      return { since: weekOf(today, weekStart), until: today };
    case 'month':
      return { since: monthOf(today), until: today };
    case 'prev-month':
      return { since: addMonths(today, -1), until: addDays(monthOf(today), -1) };
    case '7d':
      return { since: addDays(today, -6), until: today };
    case '30d':
      return { since: addDays(today, -29), until: today };
    case '90d':
      return { since: addDays(today, -89), until: today };
    case 'all':
      return { since: undefined, until: undefined };
  }
}

function dayOf(text: string | undefined, name: string): LocalDay | undefined {
  if (text === undefined) return undefined;
  const day = parseLocalDay(text);
  if (day !== undefined) return day;
  throw new UsageError('usage', `${name} ${JSON.stringify(text)} is not a day`, 'Write it as YYYY-MM-DD or YYYYMMDD.');
}
