import { TOKEN_CLASSES, type Stack } from '../contract/reports/page.ts';
import type { SeriesQuery, SeriesReport } from '../contract/reports/series.ts';
import { formatLocalDay, nanoToUsd } from '../contract/units.ts';
import { totalTokens } from '../contract/usage-event.ts';
import type { GroupKey, UsageCell } from '../ledger/ledger.ts';
import { addMoney, toNanoUsd, zeroMoney, type Money } from '../pricing/money.ts';
import { boundsOf } from './bounds.ts';
import { chooseBucket, cutTime, type Buckets } from './buckets.ts';
import { ClassPrices } from './class-prices.ts';
import { byName, type UsageFold } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { namesOf, type StackName } from './stack-names.ts';
import { addToClasses, newClassSums, type ClassSum } from './token-classes.ts';

type Series = SeriesReport['series'];
const DEFAULT_LIMIT = 8;

/** Tokens and cost over time, in equal buckets, split by what `stack` names. Throws `usage` as `openScope` does. */
export async function series(context: ReportContext, query: Partial<SeriesQuery> = {}): Promise<SeriesReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const { made, total } = await seriesOf(scope, query);
  return { series: made, ...(await pageEnvelopeOf(scope, total, revision)) };
}

/** The same of a scope, with the fold of everything in it. Only bucket, stack and limit of the query count. */
export async function seriesOf(
  scope: ReportScope,
  query: Pick<Partial<SeriesQuery>, 'bucket' | 'stack' | 'limit'>,
): Promise<{ readonly made: Series; readonly total: UsageFold<0> }> {
  const { stack = 'class', limit = DEFAULT_LIMIT } = query;
  const bounds = await boundsOf(scope);
  const bucket = bounds ? chooseBucket(query.bucket, bounds) : (query.bucket ?? 'day');
  const time = bounds && cutTime(bucket, bounds, scope.zone, scope.weekStart);
  const cells = await scope.cells(groupsFor(bucket === 'hour' ? 'hour' : 'day', stack));
  const total = scope.newFold<0>().addAll(cells, () => 0);
  const made = time ? await shape(scope, time, stack, limit, cells) : emptySeries(bucket, stack);
  return { made, total };
}

function groupsFor(time: 'hour' | 'day', stack: Stack): GroupKey[] {
  return stack === 'machine' || stack === 'project' ? [time, stack] : [time];
}

async function shape(
  scope: ReportScope,
  time: Buckets,
  stack: Stack,
  limit: number,
  cells: readonly UsageCell[],
): Promise<Series> {
  const prices = new ClassPrices(scope.classes, scope.context.prices);
  const tracks = stack === 'class' ? classTracks(time, cells, prices) : keyedTracks(time, stack, cells, prices);
  const names = await namesOf(scope, stack);
  const all = newTrack(time.list.length);
  for (const track of tracks.values()) addTrack(all, track);
  const turns = time.list.map(() => 0);
  for (const cell of cells) turns[time.indexOf(cell)]! += cell.turns;
  return {
    bucket: time.bucket,
    stack,
    buckets: time.list.map((b) => ({ key: b.key, since: formatLocalDay(b.since), until: formatLocalDay(b.until) })),
    stacks:
      stack === 'class' ? [...tracks].map(([id, t]) => shownStack(names.get(id)!, t)) : largest(tracks, names, limit),
    tokens: all.map((sum) => sum.tokens),
    cost: all.map((sum) => usdOf(sum.money)),
    turns,
  };
}

/** Sums per bucket. */
type Track = ClassSum[];
const newTrack = (length: number): Track => Array.from({ length }, () => ({ tokens: 0, money: zeroMoney() }));

function addTrack(into: Track, track: Track): void {
  track.forEach((sum, i) => {
    into[i]!.tokens += sum.tokens;
    addMoney(into[i]!.money, sum.money);
  });
}

function classTracks(time: Buckets, cells: readonly UsageCell[], prices: ClassPrices): Map<string, Track> {
  const buckets = time.list.map(() => newClassSums());
  for (const cell of cells) addToClasses(buckets[time.indexOf(cell)]!, cell, prices.ratesOf(cell.classId, cell.epoch));
  return new Map(TOKEN_CLASSES.map((name, i) => [name, buckets.map((sums) => sums[i]!)]));
}

function keyedTracks(
  time: Buckets,
  stack: Exclude<Stack, 'class'>,
  cells: readonly UsageCell[],
  prices: ClassPrices,
): Map<string, Track> {
  const tracks = new Map<string, Track>();
  for (const cell of cells) {
    const key = stack === 'model' ? prices.modelOf(cell.classId) : String(cell[stack]);
    let track = tracks.get(key);
    if (!track) tracks.set(key, (track = newTrack(time.list.length)));
    const sum = track[time.indexOf(cell)]!;
    sum.tokens += totalTokens(cell);
    prices.addCostOf(sum.money, cell);
  }
  return tracks;
}

/** The `limit` dearest stacks; what is left becomes one, exactly. */
function largest(
  tracks: ReadonlyMap<string, Track>,
  names: ReadonlyMap<string, StackName>,
  limit: number,
): Series['stacks'] {
  const ranked = [...tracks]
    .map(([key, track]) => ({ shown: shownStack(names.get(key) ?? { id: key, name: key, slot: -1 }, track), track }))
    .sort(
      (a, b) =>
        b.shown.totalCost - a.shown.totalCost ||
        b.shown.totalTokens - a.shown.totalTokens ||
        byName(a.shown.id, b.shown.id),
    );
  const stacks = ranked.slice(0, limit).map((r) => r.shown);
  const left = ranked.slice(limit);
  if (left.length === 0) return stacks;
  const rest = newTrack(left[0]!.track.length);
  for (const { track } of left) addTrack(rest, track);
  return [...stacks, shownStack({ id: 'rest', name: `${left.length} others`, slot: -1 }, rest)];
}

function shownStack(name: StackName, track: Track): Series['stacks'][number] {
  const total = zeroMoney();
  let totalOfTokens = 0;
  for (const sum of track) {
    totalOfTokens += sum.tokens;
    addMoney(total, sum.money);
  }
  return {
    ...name,
    tokens: track.map((sum) => sum.tokens),
    cost: track.map((sum) => usdOf(sum.money)),
    totalTokens: totalOfTokens,
    totalCost: usdOf(total),
  };
}

const usdOf = (money: Money): number => nanoToUsd(toNanoUsd(money));

function emptySeries(bucket: Series['bucket'], stack: Stack): Series {
  return { bucket, stack, buckets: [], stacks: [], tokens: [], cost: [], turns: [] };
}
