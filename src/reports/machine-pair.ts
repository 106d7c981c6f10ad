import type { MachinePairQuery, MachinePairReport, MachineSide, Pair } from '../contract/reports/machine-pair.ts';
import { TOKEN_CLASSES } from '../contract/reports/page.ts';
import type { SeriesReport } from '../contract/reports/series.ts';
import { nanoToUsd } from '../contract/units.ts';
import { UsageError } from '../contract/errors.ts';
import type { MachineFacts } from '../ledger/ledger.ts';
import { toNanoUsd } from '../pricing/money.ts';
import { ClassPrices } from './class-prices.ts';
import { shareOf } from './envelope.ts';
import { byName, costOf, figuresOf, newSums, roundUsd, tokensOf, type Sums, type UsageFold } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { resolveMachines } from './resolve-names.ts';
import { seriesOf } from './series.ts';
import { modelSlots, slotsOf } from './slots.ts';
import { addToClasses, newClassSums, type ClassSum } from './token-classes.ts';

/**
 * Two machines side by side: over time, by token class and by model, with what the left one has more than the right
 * one. Both may name one machine, as after a merge: then nothing differs. Throws `usage` as `openScope` does.
 */
export async function machinePair(context: ReportContext, query: PairInput): Promise<MachinePairReport> {
  const revision = await context.reader.revision();
  const bar = await openScope(context, query);
  const [left, right] = [machineOf(query.left, bar.machines), machineOf(query.right, bar.machines)];
  const scope = bar.onMachines([left.id, right.id]);
  const fold = await scope.fold(['machine'], (cell) => cell.machine!);
  const [l, r] = [await sideOf(scope, fold, left), await sideOf(scope, fold, right)];
  return {
    pair: {
      left: l,
      right: r,
      series: await pairSeries(scope, query, [l, r]),
      cost: usdPair(l.totals.totalCost, r.totals.totalCost),
      tokens: pairOf(l.totals.totalTokens, r.totals.totalTokens),
      turns: pairOf(l.totals.turns, r.totals.turns),
      sessions: pairOf(l.totals.sessions, r.totals.sessions),
      activeDays: pairOf(l.activeDays, r.activeDays),
      cacheHitRate: pairOf(l.cacheHitRate, r.cacheHitRate),
      costPerTurn: usdPair(l.costPerTurn, r.costPerTurn),
      classes: await classesOf(scope, [left.id, right.id], [l, r]),
      models: await modelsOf(scope, [left.id, right.id], [l, r]),
    },
    ...(await pageEnvelopeOf(scope, fold, revision)),
  };
}

type PairInput = Partial<MachinePairQuery> & Pick<MachinePairQuery, 'left' | 'right'>;
type Both<T> = readonly [left: T, right: T];

const pairOf = (left: number, right: number): Pair => ({ left, right, difference: left - right });
const usdPair = (left: number, right: number): Pair => ({ left, right, difference: roundUsd(left - right) });

function machineOf(named: string, machines: readonly MachineFacts[]): MachineFacts {
  const [id, ...more] = resolveMachines({ machine: [named] }, machines) ?? [];
  if (more.length === 0) return machines.find((m) => m.id === id)!;
  throw new UsageError(
    'usage',
    `several machines are called ${JSON.stringify(named)}`,
    '`claude-usage workspace status` shows their ids.',
  );
}

async function sideOf(scope: ReportScope, fold: UsageFold<number>, m: MachineFacts): Promise<MachineSide> {
  const leftOut = !scope.filter.machines!.includes(m.id);
  const own = scope.onMachines([m.id]);
  const sums = fold.sums(m.id);
  const days = new Set((await own.cells(['day'])).map((cell) => cell.day));
  const { input, cache5m, cache1h, cacheRead, turns } = sums;
  return {
    machineId: m.uid,
    machine: m.name,
    slot: slotsOf(scope.machines.map((x) => x.id)).get(m.id)!,
    leftOut,
    totals: figuresOf(sums, await own.sessionCount()),
    activeDays: days.size,
    cacheHitRate: shareOf(cacheRead, cacheRead + cache5m + cache1h + input),
    costPerTurn: roundUsd(shareOf(costOf(sums), turns)),
  };
}

/** The time chart of both, left first; a machine without a turn has its zeros. */
async function pairSeries(
  scope: ReportScope,
  { bucket }: PairInput,
  sides: Both<MachineSide>,
): Promise<SeriesReport['series']> {
  const { made } = await seriesOf(scope, { bucket, stack: 'machine' });
  const zeros = made.buckets.map(() => 0);
  const stackOf = ({ machineId: id, machine: name, slot }: MachineSide): Stack =>
    made.stacks.find((s) => s.id === id) ?? {
      id,
      name,
      slot,
      tokens: zeros,
      cost: zeros,
      totalTokens: 0,
      totalCost: 0,
    };
  const [left, right] = sides;
  // One machine under two names is one stack: a chart takes each id once.
  return { ...made, stacks: (left.machineId === right.machineId ? [left] : sides).map(stackOf) };
}
type Stack = SeriesReport['series']['stacks'][number];

function splitOf(left: Split, right: Split, sides: Both<MachineSide>) {
  const share = (part: number, side: MachineSide, whole: 'totalCost' | 'totalTokens'): number =>
    shareOf(part, side.totals[whole]);
  const [l, r] = sides;
  return {
    cost: usdPair(left.cost, right.cost),
    tokens: pairOf(left.tokens, right.tokens),
    costShare: pairOf(share(left.cost, l, 'totalCost'), share(right.cost, r, 'totalCost')),
    tokenShare: pairOf(share(left.tokens, l, 'totalTokens'), share(right.tokens, r, 'totalTokens')),
  };
}
interface Split {
  readonly cost: number;
  readonly tokens: number;
}
const ofClass = ({ money, tokens }: ClassSum): Split => ({ cost: nanoToUsd(toNanoUsd(money)), tokens });
const ofModel = (sums: Sums): Split => ({ cost: costOf(sums), tokens: tokensOf(sums) });

async function classesOf(
  scope: ReportScope,
  [left, right]: Both<number>,
  sides: Both<MachineSide>,
): Promise<MachinePairReport['pair']['classes']> {
  const cells = await scope.cells(['machine']);
  const prices = new ClassPrices(scope.classes, scope.context.prices);
  const sums = new Map([left, right].map((id) => [id, newClassSums()]));
  for (const cell of cells) addToClasses(sums.get(cell.machine!)!, cell, prices.ratesOf(cell.classId, cell.epoch));
  return TOKEN_CLASSES.map((name, i) => ({
    class: name,
    ...splitOf(ofClass(sums.get(left)![i]!), ofClass(sums.get(right)![i]!), sides),
  }));
}

async function modelsOf(
  scope: ReportScope,
  both: Both<number>,
  sides: Both<MachineSide>,
): Promise<MachinePairReport['pair']['models']> {
  const folds = await Promise.all(both.map((id) => scope.onMachines([id]).fold([], () => 0)));
  const [left, right] = folds.map((fold) => fold.models());
  const slots = modelSlots(scope.classes);
  const names = new Set([...left!.keys(), ...right!.keys()]);
  const rows = [...names].map((model) => {
    const [l, r] = [left!.get(model) ?? newSums(), right!.get(model) ?? newSums()];
    const unpriced = l.unpricedTurns + r.unpricedTurns > 0;
    return { model, slot: slots.get(model) ?? -1, unpriced, ...splitOf(ofModel(l), ofModel(r), sides) };
  });
  const sum = ({ left: a, right: b }: Pair): number => a + b;
  return rows.sort((a, b) => sum(b.cost) - sum(a.cost) || sum(b.tokens) - sum(a.tokens) || byName(a.model, b.model));
}
