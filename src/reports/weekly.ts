import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { WeeklyReport } from '../contract/reports/weekly.ts';
import { formatLocalDay } from '../contract/units.ts';
import { addDays, weekOf } from './calendar.ts';
import { periodReport, type PeriodKind } from './periods.ts';
import type { ReportContext } from './report-context.ts';

const WEEK: PeriodKind = {
  first: (day, scope) => weekOf(day, scope.weekStart),
  next: (first) => addDays(first, 7),
  format: formatLocalDay,
};

/** Weeks with usage, oldest first, named by their first day. Throws `usage` as `openScope` does. */
export async function weekly(context: ReportContext, options: ReportOptions = {}): Promise<WeeklyReport> {
  const { rows, ...envelope } = await periodReport(context, options, WEEK);
  return { weekly: rows, ...envelope };
}
