import type { AttentionItem } from '../contract/reports/attention.ts';
import { formatLocalDay, toLocalDay } from '../contract/units.ts';
import { addDays } from './calendar.ts';
import { costOf, roundUsd } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

const LOOK_BACK_DAYS = 28;
const TIMES_USUAL = 3;
const LEAST_USD = 1;
const MOST = 3;
/** Fewer active days than this make no habit to compare with. */
const LEAST_ACTIVE_DAYS = 5;

/** The range's dearest days that cost at least 3 times the median active day of the 28 days before, and over a dollar. */
export async function unusualDays(scope: ReportScope): Promise<AttentionItem[]> {
  const { since, until } = scope.range;
  const from = since === undefined ? undefined : addDays(since, -LOOK_BACK_DAYS);
  const fold = await scope.over({ since: from, until }).fold(['day'], (cell) => cell.day!);
  const costs = new Map<number, number>();
  for (const day of fold.keys()) costs.set(day, costOf(fold.sums(day)));
  const found = [...costs]
    .filter(([day, cost]) => cost > LEAST_USD && (since === undefined || day >= since))
    .map(([day, cost]) => ({ day, cost, usual: usualCost(costs, day) }))
    .filter(({ cost, usual }) => usual !== undefined && usual > 0 && cost >= TIMES_USUAL * usual)
    .sort((a, b) => b.cost - a.cost || b.day - a.day);
  return found.slice(0, MOST).map(({ day, cost, usual = 0 }) => ({
    kind: 'unusual-day',
    day: formatLocalDay(toLocalDay(day)),
    cost,
    usual: roundUsd(usual),
    times: cost / usual,
  }));
}

/** Median cost of the active days before `day`. */
function usualCost(costs: ReadonlyMap<number, number>, day: number): number | undefined {
  const before: number[] = [];
  for (let d = day - LOOK_BACK_DAYS; d < day; d++) {
    const cost = costs.get(d);
    if (cost !== undefined) before.push(cost);
  }
  if (before.length < LEAST_ACTIVE_DAYS) return undefined;
  before.sort((a, b) => a - b);
  const middle = before.length >> 1;
  return before.length % 2 === 1 ? before[middle]! : (before[middle - 1]! + before[middle]!) / 2;
}
