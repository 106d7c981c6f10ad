import type { CompatData } from '../../contract/reports/compat.ts';
import type { MachineRow, SessionRow } from '../../contract/reports/usage-row.ts';
import { formatLocalDay, toLocalDay } from '../../contract/units.ts';
import { coverageOf } from '../envelope.ts';
import { byName, costOf, tokensOf, type UsageFold } from '../fold.ts';
import { machines } from '../machines.ts';
import type { ReportContext } from '../report-context.ts';
import { openScope, type ReportScope } from '../report-scope.ts';
import { session } from '../session.ts';
import { compatSessionOf, compatTokensOf } from './compat-session.ts';
import { localStamp } from './local-stamp.ts';

/** Everything at once, for programs around the older dashboards. Large by design; the page never asks for it. */
export async function compatData(context: ReportContext): Promise<CompatData> {
  const scope = await openScope(context, {});
  const hourly = await hourlyByModel(scope);
  const fold = await foldDailyByModel(scope);
  const daily = dailyRowsOf(fold);
  const { session: sessions } = await session(context);
  const byMachine = machineRowsOf((await machines(context)).machines);
  return {
    all_models: firstSeen(daily),
    daily_by_model: daily,
    hourly_by_model: hourly,
    sessions_all: lastActiveFirst(sessions).map((row) => compatSessionOf(scope.zone, row)),
    dow_hour: await weekHours(scope),
    streak: streakOf(new Set(daily.map((row) => row.day)), scope.today),
    by_machine: byMachine,
    all_machines: [...new Set(byMachine.map((row) => row.machine_id))],
    timezone: scope.zone,
    generated_at: localStamp(scope.zone, context.nowMs).slice(0, 16),
    coverage: await coverageOf(scope, fold.total(), fold.models()),
  };
}

/** By day and model, `2026-11-22\nclaude-opus-4-7`. */
async function foldDailyByModel(scope: ReportScope): Promise<UsageFold<string>> {
  const cells = await scope.cells(['day']);
  const fold = scope.newFold<string>();
  return fold.addAll(cells, (cell) => `${formatLocalDay(cell.day!)}\n${fold.modelOf(cell.classId)}`);
}

function dailyRowsOf(fold: UsageFold<string>): CompatData['daily_by_model'] {
  return [...fold.keys()].sort(byName).map((key) => {
    const sums = fold.sums(key);
    return {
      day: key.slice(0, 10),
      model: key.slice(11),
      input: sums.input,
      output: sums.output,
      cache_read: sums.cacheRead,
      cache_creation: sums.cache5m,
      cache_1h: sums.cache1h,
      turns: sums.turns,
      cost: costOf(sums),
    };
  });
}

async function hourlyByModel(scope: ReportScope): Promise<CompatData['hourly_by_model']> {
  const cells = await scope.cells(['hour']);
  const fold = scope.newFold<string>();
  const hourOf = (hour: number): string => String(hour).padStart(2, '0');
  fold.addAll(cells, (c) => `${formatLocalDay(c.day!)}T${hourOf(c.hour!)}\n${fold.modelOf(c.classId)}`);
  return [...fold.keys()].sort(byName).map((key) => {
    const { output, turns } = fold.sums(key);
    return { day: key.slice(0, 10), hour: Number(key.slice(11, 13)), model: key.slice(14), output, turns };
  });
}

async function weekHours(scope: ReportScope): Promise<CompatData['dow_hour']> {
  const fold = await scope.fold(['weekhour'], (cell) => cell.weekday! * 24 + cell.hour!);
  const hours = (day: number) =>
    Array.from({ length: 24 }, (_, hour) => {
      const sums = fold.sums(day * 24 + hour);
      return { turns: sums.turns, tokens: tokensOf(sums) };
    });
  return Array.from({ length: 7 }, (_, day) => hours(day));
}

/** Models by the first day they were used on; `daily` is in order of days. */
function firstSeen(daily: CompatData['daily_by_model']): CompatData['all_models'] {
  const first = new Map<string, string>();
  for (const { model, day } of daily) if (!first.has(model)) first.set(model, day);
  return [...first].map(([id, first_seen]) => ({ id, first_seen }));
}

function lastActiveFirst(rows: readonly SessionRow[]): SessionRow[] {
  return [...rows].sort((a, b) => byName(b.lastActivity, a.lastActivity) || byName(a.sessionId, b.sessionId));
}

function machineRowsOf(rows: readonly MachineRow[]): CompatData['by_machine'] {
  const shown = rows.map((row) => ({
    machine_id: row.machine,
    machine_uid: row.machineId,
    sessions: row.sessions,
    turns: row.turns,
    ...compatTokensOf(row),
    cost: row.totalCost,
  }));
  return shown.sort(
    (a, b) =>
      b.input + b.output - (a.input + a.output) ||
      byName(a.machine_id, b.machine_id) ||
      byName(a.machine_uid, b.machine_uid),
  );
}

/** Today may still be without usage: a streak is broken by a whole day without any. */
function streakOf(days: ReadonlySet<string>, today: number): number {
  const used = (day: number): boolean => days.has(formatLocalDay(toLocalDay(day)));
  const last = used(today) ? today : today - 1;
  let first = last;
  while (used(first)) first--;
  return last - first;
}
