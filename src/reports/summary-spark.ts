import { formatLocalDay } from '../contract/units.ts';
import { addDays } from './calendar.ts';
import { daysIn, type Bounds } from './bounds.ts';
import { cutTime, evenSteps } from './buckets.ts';
import { addSums, newSums, type Sums, type UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

const MOST = 60;
const HOURLY_UP_TO_DAYS = 2;

/** The range in at most 60 steps: hours of one or two days, else runs of days. */
export interface Spark {
  /** First day (or hour) of each step. */
  readonly buckets: readonly string[];
  readonly points: readonly { readonly sums: Sums; readonly sessions: number }[];
}

/** `byDay` holds the range by local day. */
export async function sparkOf(scope: ReportScope, bounds: Bounds, byDay: UsageFold<number>): Promise<Spark> {
  return daysIn(bounds) <= HOURLY_UP_TO_DAYS ? hourlySpark(scope, bounds) : dailySpark(scope, bounds, byDay);
}

async function hourlySpark(scope: ReportScope, bounds: Bounds): Promise<Spark> {
  const time = cutTime('hour', bounds, scope.zone, scope.weekStart);
  const cells = await scope.cells(['hour', 'session']);
  const fold = scope.newFold<number>().addAll(cells, (cell) => time.indexOf(cell));
  const sessions = time.list.map(() => new Set<number>());
  for (const cell of cells) sessions[time.indexOf(cell)]!.add(cell.session!);
  return {
    buckets: time.list.map((b) => b.key),
    points: time.list.map((_, i) => ({ sums: fold.sums(i), sessions: sessions[i]!.size })),
  };
}

async function dailySpark(scope: ReportScope, bounds: Bounds, byDay: UsageFold<number>): Promise<Spark> {
  const { starts, stepOf } = evenSteps(bounds, MOST);
  const sums = starts.map(newSums);
  for (const day of byDay.keys()) addSums(sums[stepOf(day as Bounds['since'])]!, byDay.sums(day));
  const spans = starts.map((since, i) => ({
    key: formatLocalDay(since),
    since,
    until: i + 1 < starts.length ? addDays(starts[i + 1]!, -1) : bounds.until,
  }));
  const sessions = await scope.reader.sessionCountsBySpan(scope.query, spans);
  return {
    buckets: spans.map((s) => s.key),
    points: spans.map((s, i) => ({ sums: sums[i]!, sessions: sessions.get(s.key) ?? 0 })),
  };
}
