import type { Coverage, Envelope, Meta } from '../contract/reports/usage-row.ts';
import { DAY_MS, formatLocalDay, toLocalDay } from '../contract/units.ts';
import { dayStartMs } from '../lib/zone.ts';
import { byName, figuresOf, type Sums, type UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

/** A machine that nothing came from for longer is named: its turns may be missing. */
const SILENT_AFTER_MS = 3 * DAY_MS;

/** Totals, coverage and meta of what a fold holds: exact sums, never the sum of the rows. */
export async function envelopeOf(scope: ReportScope, fold: UsageFold<unknown>): Promise<Envelope> {
  return envelopeOfModels(scope, fold.total(), fold.models());
}

/** The same from sums at hand; `models` are the sums per model name. */
export async function envelopeOfModels(
  scope: ReportScope,
  total: Sums,
  models: ReadonlyMap<string, Sums>,
): Promise<Envelope> {
  return {
    totals: figuresOf(total, await scope.sessionCount()),
    coverage: await coverageOf(scope, total, models),
    meta: metaOf(scope),
  };
}

export async function coverageOf(
  scope: ReportScope,
  total: Sums,
  models: ReadonlyMap<string, Sums>,
): Promise<Coverage> {
  const stats = await scope.stats();
  return {
    skippedLines: stats.skippedLines,
    skippedFiles: stats.skippedFiles,
    unfinalTurns: total.unfinal,
    unpricedModels: [...models]
      .filter(([, sums]) => sums.unpricedTurns > 0)
      .map(([model, sums]) => ({ model, tokens: sums.unpricedTokens, turns: sums.unpricedTurns }))
      .sort((a, b) => b.tokens - a.tokens || byName(a.model, b.model)),
    silentMachines: silentMachinesOf(scope),
    incompleteMachines: incompleteMachinesOf(scope),
    legacyDuplicates: stats.legacyDuplicates,
  };
}

function incompleteMachinesOf(scope: ReportScope): Coverage['incompleteMachines'] {
  const { machines } = scope.filter;
  return scope.machines
    .filter((m) => machines === undefined || machines.includes(m.id))
    .flatMap(({ uid, name, missingParts = 0 }) =>
      missingParts > 0 ? [{ machineId: uid, machine: name, missingParts }] : [],
    )
    .sort((a, b) => byName(a.machine, b.machine) || byName(a.machineId, b.machineId));
}

/** Whoever was heard of after the last day of the range has told what it had by then. */
function silentMachinesOf(scope: ReportScope): Coverage['silentMachines'] {
  const { machines } = scope.filter;
  const { until } = scope.range;
  const endMs = until === undefined ? Infinity : dayStartMs(scope.zone, toLocalDay(until + 1));
  const missedBefore = Math.min(scope.context.nowMs - SILENT_AFTER_MS, endMs);
  return scope.machines
    .filter((m) => !m.self && !m.retired && (machines === undefined || machines.includes(m.id)))
    .filter((m) => m.lastHeardMs !== null && m.lastHeardMs < missedBefore)
    .map((m) => ({ machineId: m.uid, machine: m.name, since: isoOf(m.lastHeardMs!) }))
    .sort((a, b) => byName(a.machine, b.machine) || byName(a.machineId, b.machineId));
}

export function metaOf(scope: ReportScope): Meta {
  const { since, until } = scope.range;
  return {
    version: scope.context.version,
    timezone: scope.zone,
    priceTable: scope.context.prices.date,
    generatedAt: isoOf(scope.context.nowMs),
    since: since === undefined ? null : formatLocalDay(since),
    until: until === undefined ? null : formatLocalDay(until),
    source: scope.context.source ?? 'ledger',
  };
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Share of a whole, 0 to 1; 0 of nothing. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
