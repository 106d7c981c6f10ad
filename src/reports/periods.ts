import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { Envelope, PeriodRow } from '../contract/reports/usage-row.ts';
import type { LocalDay } from '../contract/units.ts';
import type { PeriodSpan } from '../ledger/ledger.ts';
import { addDays } from './calendar.ts';
import { envelopeOf } from './envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';

/** How days make up a period. */
export interface PeriodKind {
  /** First day of the period that holds `day`. */
  first(day: LocalDay, scope: ReportScope): LocalDay;
  /** First day of the period after the one that starts at `first`. */
  next(first: LocalDay): LocalDay;
  format(first: LocalDay): string;
}

export interface PeriodReport extends Envelope {
  readonly rows: PeriodRow[];
}

/** One row per period with usage, oldest first unless `order` says otherwise. A period's sessions count once. */
export async function periodReport(
  context: ReportContext,
  options: ReportOptions,
  kind: PeriodKind,
): Promise<PeriodReport> {
  const scope = await openScope(context, options);
  const fold = await scope.fold(['day'], (cell) => kind.first(cell.day!, scope));
  const firsts = [...fold.keys()].sort((a, b) => a - b);
  if (options.order === 'desc') firsts.reverse();
  const sessions = await sessionsPerPeriod(scope, firsts, kind);
  return {
    rows: firsts.map((first) => {
      const period = kind.format(first);
      return { period, ...fold.row(first, sessions.get(period) ?? 0) };
    }),
    ...(await envelopeOf(scope, fold)),
  };
}

async function sessionsPerPeriod(
  scope: ReportScope,
  firsts: readonly LocalDay[],
  kind: PeriodKind,
): Promise<ReadonlyMap<string, number>> {
  if (firsts.length === 0) return new Map();
  return scope.reader.sessionCountsBySpan(
    scope.query,
    firsts.map((first) => spanOf(scope, first, kind)),
  );
}

/** A period cut to the range. */
function spanOf(scope: ReportScope, first: LocalDay, kind: PeriodKind): PeriodSpan {
  const last = addDays(kind.next(first), -1);
  const { since = first, until = last } = scope.range;
  return {
    key: kind.format(first),
    since: since > first ? since : first,
    until: until < last ? until : last,
  };
}

/** Distinct sessions of each local day, by day. */
export async function sessionsPerDay(scope: ReportScope): Promise<Map<LocalDay, number>> {
  const counts = await scope.reader.sessionCounts({ ...scope.query, by: ['day'] });
  return new Map(counts.map((c) => [c.day!, c.sessions]));
}
