import { toLocalDay, type LocalDay } from '../contract/units.ts';
import { localDayOf } from '../lib/zone.ts';
import type { ReportScope } from './report-scope.ts';

/** Inclusive local days, both ends known. */
export interface Bounds {
  readonly since: LocalDay;
  readonly until: LocalDay;
}

/**
 * The days that a report of the page covers: the range, its open ends closed by the ledger's first turn and by today
 * (or its last turn, should that lie later). Undefined on an empty ledger.
 */
export async function boundsOf(scope: ReportScope): Promise<Bounds | undefined> {
  const { firstMs, lastMs } = await scope.stats();
  if (firstMs === null || lastMs === null) return undefined;
  const last = Math.max(scope.today, localDayOf(scope.zone, lastMs));
  const until = scope.range.until ?? toLocalDay(Math.max(last, scope.range.since ?? last));
  const since = scope.range.since ?? toLocalDay(Math.min(localDayOf(scope.zone, firstMs), until));
  return { since, until };
}

export function daysIn({ since, until }: Bounds): number {
  return until - since + 1;
}
