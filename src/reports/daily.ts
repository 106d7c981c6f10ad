import type { DailyReport } from '../contract/reports/daily.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import { formatLocalDay } from '../contract/units.ts';
import { envelopeOf } from './envelope.ts';
import { sessionsPerDay } from './periods.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

/** Local days with usage, oldest first. Throws `usage` as `openScope` does. */
export async function daily(context: ReportContext, options: ReportOptions = {}): Promise<DailyReport> {
  const scope = await openScope(context, options);
  const fold = await scope.fold(['day'], (cell) => cell.day!);
  const sessions = await sessionsPerDay(scope);
  const days = [...fold.keys()].sort((a, b) => (options.order === 'desc' ? b - a : a - b));
  return {
    daily: days.map((day) => ({ period: formatLocalDay(day), ...fold.row(day, sessions.get(day) ?? 0) })),
    ...(await envelopeOf(scope, fold)),
  };
}
