import type { RangeName } from '../contract/filters.ts';
import { daysIn, type Bounds } from './bounds.ts';
import { addDays, addMonths, monthOf } from './calendar.ts';

/**
 * The period that a range is compared with: as many days, right before. Calendar months are compared with the month
 * before, and weeks with the week before, over as many days from their start as have passed.
 */
export function previousPeriod(name: RangeName, bounds: Bounds): Bounds {
  const length = daysIn(bounds);
  switch (name) {
    case 'month': {
      const since = addMonths(bounds.since, -1);
      const end = addDays(bounds.since, -1);
      const until = addDays(since, length - 1);
      return { since, until: until > end ? end : until };
    }
    case 'prev-month':
      return { since: addMonths(bounds.since, -1), until: addDays(monthOf(bounds.since), -1) };
    case 'week':
      return { since: addDays(bounds.since, -7), until: addDays(bounds.until, -7) };
    default:
      return { since: addDays(bounds.since, -length), until: addDays(bounds.since, -1) };
  }
}
