import type { RankedQuery, RankedReport, Ranking } from '../contract/reports/ranked.ts';
import { nanoToUsd } from '../contract/units.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { toNanoUsd, zeroMoney } from '../pricing/money.ts';
import { boundsOf } from './bounds.ts';
import { evenSteps } from './buckets.ts';
import { ClassPrices } from './class-prices.ts';
import { shareOf } from './envelope.ts';
import { addSums, byName, costOf, newSums, tokensOf, type Sums, type UsageFold } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { sessionsPerModel } from './model-rows.ts';
import { namesOf, type StackName } from './stack-names.ts';

const DEFAULT_LIMIT = 8;
const SPARK_STEPS = 40;
type Row = RankedReport['ranked']['rows'][number];

/** The largest projects, models or machines of the range. Throws `usage` as `openScope` does. */
export async function ranked(
  context: ReportContext,
  query: Partial<RankedQuery> & Pick<RankedQuery, 'by'>,
): Promise<RankedReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const cells = await scope.cells(query.by === 'model' ? [] : [query.by]);
  const fold = scope.newFold<string>();
  const keyOf = keyFor(query.by, fold);
  fold.addAll(cells, keyOf);
  const order = rank(fold, query.sort ?? 'cost');
  const [shown, left] = [order.slice(0, query.limit ?? DEFAULT_LIMIT), order.slice(query.limit ?? DEFAULT_LIMIT)];
  const total = fold.total();
  const names = await namesOf(scope, query.by);
  const sessions = await sessionsBy(scope, query.by);
  const sparks = await sparksOf(scope, query.by, shown);
  const rest = newSums();
  for (const key of left) addSums(rest, fold.sums(key));
  return {
    ranked: {
      by: query.by,
      rows: shown.map((key): Row => {
        const sums = fold.sums(key);
        return {
          ...(names.get(key) ?? missingName(key)),
          ...figuresOf(sums, total),
          sessions: sessions.get(key) ?? 0,
          unpricedTokens: sums.unpricedTokens,
          spark: sparks.get(key) ?? [],
        };
      }),
      rest: left.length === 0 ? null : { rows: left.length, ...figuresOf(rest, total) },
    },
    ...(await pageEnvelopeOf(scope, fold, revision)),
  };
}

function keyFor(by: Ranking, names: Pick<ClassPrices, 'modelOf'>): (cell: UsageCell) => string {
  return by === 'model' ? (cell) => names.modelOf(cell.classId) : (cell) => String(cell[by]);
}

function rank(fold: UsageFold<string>, sort: RankedQuery['sort']): string[] {
  const rows = [...fold.keys()].map((key) => {
    const sums = fold.sums(key);
    return { key, cost: costOf(sums), tokens: tokensOf(sums) };
  });
  const second = sort === 'cost' ? 'tokens' : 'cost';
  rows.sort((a, b) => b[sort] - a[sort] || b[second] - a[second] || byName(a.key, b.key));
  return rows.map((row) => row.key);
}

function figuresOf(sums: Sums, total: Sums): Pick<Row, 'cost' | 'tokens' | 'turns' | 'costShare' | 'tokenShare'> {
  const [cost, tokens] = [costOf(sums), tokensOf(sums)];
  return {
    cost,
    tokens,
    turns: sums.turns,
    costShare: shareOf(cost, costOf(total)),
    tokenShare: shareOf(tokens, tokensOf(total)),
  };
}

async function sessionsBy(scope: ReportScope, by: Ranking): Promise<Map<string, number>> {
  if (by === 'model') return sessionsPerModel(scope);
  const counts = await scope.reader.sessionCounts({ ...scope.query, by: [by] });
  return new Map(counts.map((c) => [String(c[by]), c.sessions]));
}

/** Cost per even step of the range, of the keys that are shown. */
async function sparksOf(scope: ReportScope, by: Ranking, shown: readonly string[]): Promise<Map<string, number[]>> {
  const bounds = await boundsOf(scope);
  if (!bounds) return new Map();
  const cells = await dayCells(scope, by, shown);
  const { starts, stepOf } = evenSteps(bounds, SPARK_STEPS);
  const prices = new ClassPrices(scope.classes, scope.context.prices);
  const placeOf = placesOf(by, prices, shown);
  const sparks = shown.map(() => starts.map(zeroMoney));
  for (const cell of cells) {
    const place = placeOf(cell);
    if (place !== undefined) prices.addCostOf(sparks[place]![stepOf(cell.day!)]!, cell);
  }
  return new Map(shown.map((key, i) => [key, sparks[i]!.map((money) => nanoToUsd(toNanoUsd(money)))]));
}

/** Which of those shown a cell belongs to. */
function placesOf(by: Ranking, prices: ClassPrices, shown: readonly string[]): (cell: UsageCell) => number | undefined {
  const places = new Map(shown.map((key, place) => [by === 'model' ? key : Number(key), place]));
  return by === 'model' ? (cell) => places.get(prices.modelOf(cell.classId)) : (cell) => places.get(cell[by]!);
}

/** Cells by day of what is shown; a model is no dimension of its own, so of all models. */
async function dayCells(scope: ReportScope, by: Ranking, shown: readonly string[]): Promise<readonly UsageCell[]> {
  if (by === 'model') return scope.cells(['day']);
  const ids = shown.map(Number);
  return (by === 'project' ? scope.onProjects(ids) : scope.onMachines(ids)).cells(['day', by]);
}

const missingName = (id: string): StackName => ({ id, name: id, slot: -1 });
