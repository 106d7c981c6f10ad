import { DAY_MS, toLocalDay, type LocalDay } from '../contract/units.ts';
import { dayStartMs, localDayOf } from '../lib/zone.ts';
import type { ReportScope } from './report-scope.ts';

const HOUR_MS = 3_600_000;
/** Five hours of the clock without a turn lie in a pause of more than five hours, after which a window begins anew. */
const EMPTY_HOURS = 5;
const FIRST_LOOK_DAYS = 14;

/**
 * A day from which reading turns finds the same windows from `since` on as reading all of them would:
 * after the last pause before it. Undefined = from the very first turn.
 */
export async function anchorDay(scope: ReportScope, since: LocalDay): Promise<LocalDay | undefined> {
  const sinceMs = dayStartMs(scope.zone, since);
  const { firstMs } = await scope.stats();
  for (let lookDays = FIRST_LOOK_DAYS; ; lookDays *= 4) {
    const fromMs = sinceMs - lookDays * DAY_MS;
    const anchorMs = lastPauseEnd(await hoursWithTurns(scope, fromMs, sinceMs), fromMs, sinceMs);
    if (anchorMs !== undefined) return localDayOf(scope.zone, anchorMs);
    if (firstMs === null || fromMs <= firstMs) return undefined;
  }
}

/** Hours of the epoch (UTC) with at least one turn. */
async function hoursWithTurns(scope: ReportScope, fromMs: number, toMs: number): Promise<Set<number>> {
  const cells = await scope.reader.usage({
    by: ['hour'],
    zone: 'UTC',
    // Named in the scope's zone, not in this one. A pause in all hours is a pause in any of them.
    filter: { ...scope.filter, weekHours: undefined },
    range: { since: toLocalDay(Math.floor(fromMs / DAY_MS)), until: toLocalDay(Math.floor(toMs / DAY_MS)) },
  });
  return new Set(cells.map((cell) => cell.day! * 24 + cell.hour!));
}

/** End of the last run of empty hours within [fromMs, toMs); undefined when there is none. */
function lastPauseEnd(hours: ReadonlySet<number>, fromMs: number, toMs: number): number | undefined {
  let empty = 0;
  let end = Math.floor(toMs / HOUR_MS);
  for (let hour = end - 1; hour >= Math.ceil(fromMs / HOUR_MS); hour--) {
    if (hours.has(hour)) [empty, end] = [0, hour];
    else if (++empty === EMPTY_HOURS) return end * HOUR_MS;
  }
  return undefined;
}
