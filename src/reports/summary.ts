import type { FilterInput } from '../contract/filters.ts';
import { TOKEN_CLASSES } from '../contract/reports/page.ts';
import type { SummaryFigure, SummaryReport } from '../contract/reports/summary.ts';
import { formatLocalDay, nanoToUsd } from '../contract/units.ts';
import { localDayOf } from '../lib/zone.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { toNanoUsd } from '../pricing/money.ts';
import { boundsOf, type Bounds } from './bounds.ts';
import { ClassPrices } from './class-prices.ts';
import { shareOf } from './envelope.ts';
import { costOf, figuresOf, tokensOf, type Sums } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import { previousPeriod } from './previous-period.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { sparkOf, type Spark } from './summary-spark.ts';
import { addToClasses, newClassSums } from './token-classes.ts';

/** The cards of the page: each figure of the range, beside the previous equal period. Throws `usage` as `openScope` does. */
export async function summary(context: ReportContext, query: FilterInput = {}): Promise<SummaryReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const bounds = await boundsOf(scope);
  const cells = await scope.cells(['day']);
  const fold = scope.newFold<number>().addAll(cells, (cell) => cell.day!);
  const total = fold.total();
  const sessions = await scope.sessionCount();
  const previous = bounds && (await previousOf(scope, bounds));
  const spark = bounds ? await sparkOf(scope, bounds, fold) : NO_SPARK;
  const figure = figuresBeside({ sums: total, sessions }, previous, spark);
  return {
    summary: {
      since: bounds ? formatLocalDay(bounds.since) : null,
      until: bounds ? formatLocalDay(bounds.until) : null,
      previousSince: previous ? formatLocalDay(previous.bounds.since) : null,
      previousUntil: previous ? formatLocalDay(previous.bounds.until) : null,
      activeDays: [...fold.keys()].length,
      cost: figure((p) => costOf(p.sums)),
      tokens: figure((p) => tokensOf(p.sums)),
      turns: figure((p) => p.sums.turns),
      sessions: figure((p) => p.sessions),
      cacheHitRate: figure((p) => cacheHitRate(p.sums)),
      split: splitOf(scope, cells, total),
      sparkBuckets: [...spark.buckets],
    },
    totals: figuresOf(total, sessions),
    ...(await pageEnvelopeOf(scope, fold, revision)),
  };
}

const NO_SPARK: Spark = { buckets: [], points: [] };

/** What every figure is a function of. */
interface Part {
  readonly sums: Sums;
  readonly sessions: number;
}

/** Undefined when the range is unbounded, or when the ledger begins after the previous period. */
async function previousOf(scope: ReportScope, bounds: Bounds): Promise<(Part & { bounds: Bounds }) | undefined> {
  if (scope.range.since === undefined) return undefined;
  const before = previousPeriod(scope.rangeName, bounds);
  const { firstMs } = await scope.stats();
  if (firstMs === null || localDayOf(scope.zone, firstMs) > before.until) return undefined;
  const earlier = scope.over(before);
  const fold = await earlier.fold([], () => 0);
  return { bounds: before, sums: fold.total(), sessions: await earlier.sessionCount() };
}

function figuresBeside(
  now: Part,
  previous: Part | undefined,
  spark: Spark,
): (of: (part: Part) => number) => SummaryFigure {
  return (of) => {
    const value = of(now);
    const before = previous ? of(previous) : null;
    return {
      value,
      previous: before,
      change: before === null || before === 0 ? null : (value - before) / before,
      spark: spark.points.map(of),
    };
  };
}

/** cacheRead / (cacheRead + cache writes + input); 0 when nothing was sent. */
export function cacheHitRate(sums: Sums): number {
  return shareOf(sums.cacheRead, sums.cacheRead + sums.cache5m + sums.cache1h + sums.input);
}

function splitOf(scope: ReportScope, cells: readonly UsageCell[], total: Sums): SummaryReport['summary']['split'] {
  const prices = new ClassPrices(scope.classes, scope.context.prices);
  const sums = newClassSums();
  for (const cell of cells) addToClasses(sums, cell, prices.ratesOf(cell.classId, cell.epoch));
  return TOKEN_CLASSES.map((name, i) => {
    const { tokens, money } = sums[i]!;
    const cost = nanoToUsd(toNanoUsd(money));
    return {
      class: name,
      tokens,
      tokenShare: shareOf(tokens, tokensOf(total)),
      cost,
      costShare: shareOf(cost, costOf(total)),
    };
  });
}
