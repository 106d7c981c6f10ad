import type { DayRun, MachineOfRoom, MachineRoomQuery, MachineRoomReport } from '../contract/reports/machine-room.ts';
import { formatLocalDay, nanoToUsd, toLocalDay, type LocalDay } from '../contract/units.ts';
import { totalTokens } from '../contract/usage-event.ts';
import type { MachineFacts } from '../ledger/ledger.ts';
import { localDayOf } from '../lib/zone.ts';
import { toNanoUsd, zeroMoney, type Money } from '../pricing/money.ts';
import { boundsOf, daysIn, type Bounds } from './bounds.ts';
import { cutTime, evenSteps } from './buckets.ts';
import { byCost } from './by-cost.ts';
import { addDays } from './calendar.ts';
import { ClassPrices } from './class-prices.ts';
import { isoOf, shareOf } from './envelope.ts';
import { costOf, figuresOf, tokensOf } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { slotsOf } from './slots.ts';

const MOST_STEPS = 60;
const HOURLY_UP_TO_DAYS = 2;

/** Every machine with its figures in range and how well it is known. Throws `usage` as `openScope` does. */
export async function machineRoom(
  context: ReportContext,
  query: Partial<MachineRoomQuery> = {},
): Promise<MachineRoomReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const bounds = await boundsOf(scope);
  const fold = await scope.fold(['machine'], (cell) => cell.machine!);
  const { steps, trends } = bounds ? await trendsOf(scope, bounds) : NO_TRENDS;
  const daysOf = await activeDays(scope);
  const counts = await scope.reader.sessionCounts({ ...scope.query, by: ['machine'] });
  const sessions = new Map(counts.map((c) => [c.machine!, c.sessions]));
  const last = await scope.reader.lastActivity('machine', scope.query);
  const slots = slotsOf(scope.machines.map((m) => m.id));
  const { skippedLines } = await scope.stats();
  const total = fold.total();
  const machines = machinesOf(scope).map((m): MachineOfRoom => {
    const sums = fold.sums(m.id);
    const days = daysOf.get(m.id) ?? [];
    const lastMs = last.get(m.id);
    return {
      ...namesOf(m),
      slot: slots.get(m.id)!,
      lastHeard: m.self || m.lastHeardMs === null ? null : isoOf(m.lastHeardMs),
      lastTurn: lastMs === undefined ? null : isoOf(lastMs),
      ...figuresOf(sums, sessions.get(m.id) ?? 0),
      costShare: shareOf(costOf(sums), costOf(total)),
      tokenShare: shareOf(tokensOf(sums), tokensOf(total)),
      ...shownTrend(trends.get(m.id) ?? newTrend(steps.length)),
      activeDays: days.length,
      longestGap: longestGap(days),
      unheard: bounds ? unheardOf(scope, bounds, m) : null,
      skippedLines: m.self ? skippedLines : null,
    };
  });
  machines.sort(byCost((m) => `${m.machine} ${m.machineId}`));
  const totals = figuresOf(total, await scope.sessionCount());
  return { room: { machines, steps }, totals, ...(await pageEnvelopeOf(scope, fold, revision)) };
}

/** The machines that the filters let pass. */
function machinesOf({ machines, filter }: ReportScope): readonly MachineFacts[] {
  return filter.machines === undefined ? machines : machines.filter((m) => filter.machines!.includes(m.id));
}

function namesOf(m: MachineFacts) {
  return {
    machineId: m.uid,
    machine: m.name,
    ownName: m.ownName === m.name ? '' : m.ownName,
    member: m.member,
    team: m.team,
    self: m.self,
    retired: m.retired,
    formers: m.formerUids.map((machineId, i) => ({ machineId, machine: m.formerNames[i] ?? '' })),
  };
}

interface Trend {
  readonly tokens: number[];
  readonly money: readonly Money[];
}
interface Trends {
  readonly steps: MachineRoomReport['room']['steps'];
  readonly trends: ReadonlyMap<number, Trend>;
}
const NO_TRENDS: Trends = { steps: [], trends: new Map() };

const newTrend = (length: number): Trend => ({
  tokens: Array.from({ length }, () => 0),
  money: Array.from({ length }, zeroMoney),
});

function shownTrend({ tokens, money }: Trend): Pick<MachineOfRoom, 'cost' | 'tokens'> {
  return { tokens, cost: money.map((sum) => nanoToUsd(toNanoUsd(sum))) };
}

async function trendsOf(scope: ReportScope, bounds: Bounds): Promise<Trends> {
  const { steps, indexOf, by } = stepsOf(scope, bounds);
  const cells = await scope.cells([by, 'machine']);
  const prices = new ClassPrices(scope.classes, scope.context.prices);
  const trends = new Map<number, Trend>();
  for (const cell of cells) {
    let trend = trends.get(cell.machine!);
    if (!trend) trends.set(cell.machine!, (trend = newTrend(steps.length)));
    const at = indexOf(cell);
    trend.tokens[at]! += totalTokens(cell);
    prices.addCostOf(trend.money[at]!, cell);
  }
  return { steps, trends };
}

function stepsOf(scope: ReportScope, bounds: Bounds) {
  if (daysIn(bounds) <= HOURLY_UP_TO_DAYS) {
    const { list, indexOf } = cutTime('hour', bounds, scope.zone, scope.weekStart);
    return { by: 'hour' as const, indexOf, steps: list.map((b) => spanOf(b.since, b.until)) };
  }
  const { starts, stepOf } = evenSteps(bounds, MOST_STEPS);
  return {
    by: 'day' as const,
    indexOf: (cell: { readonly day?: LocalDay }) => stepOf(cell.day!),
    steps: starts.map((since, i) => spanOf(since, i + 1 < starts.length ? addDays(starts[i + 1]!, -1) : bounds.until)),
  };
}

const spanOf = (since: LocalDay, until: LocalDay): { since: string; until: string } => ({
  since: formatLocalDay(since),
  until: formatLocalDay(until),
});
const runOf = (since: LocalDay, until: LocalDay): DayRun => ({ ...spanOf(since, until), days: until - since + 1 });

/** Days with a turn by machine, ascending. */
async function activeDays(scope: ReportScope): Promise<Map<number, LocalDay[]>> {
  const found = new Map<number, Set<LocalDay>>();
  for (const { machine, day } of await scope.cells(['day', 'machine'])) {
    let days = found.get(machine!);
    if (!days) found.set(machine!, (days = new Set()));
    days.add(day!);
  }
  return new Map([...found].map(([machine, days]) => [machine, [...days].sort((a, b) => a - b)]));
}

/** The first of the longest runs without a turn between two of the days. */
export function longestGap(days: readonly LocalDay[]): DayRun | null {
  let longest: DayRun | null = null;
  for (let i = 1; i < days.length; i++) {
    const empty = days[i]! - days[i - 1]! - 1;
    if (empty > (longest?.days ?? 0)) longest = runOf(addDays(days[i - 1]!, 1), addDays(days[i]!, -1));
  }
  return longest;
}

/** What was done today is told at the next sync, so today is no silence yet. */
function unheardOf(scope: ReportScope, bounds: Bounds, m: MachineFacts): DayRun | null {
  if (m.self || m.lastHeardMs === null) return null;
  const since = toLocalDay(Math.max(bounds.since, localDayOf(scope.zone, m.lastHeardMs) + 1));
  const until = toLocalDay(Math.min(bounds.until, scope.today - 1));
  return since > until ? null : runOf(since, until);
}
