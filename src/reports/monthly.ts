import type { MonthlyReport } from '../contract/reports/monthly.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import { addMonths, formatMonth, monthOf } from './calendar.ts';
import { periodReport, type PeriodKind } from './periods.ts';
import type { ReportContext } from './report-context.ts';

const MONTH: PeriodKind = {
  first: (day) => monthOf(day),
  next: (first) => addMonths(first, 1),
  format: formatMonth,
};

/** Months with usage, oldest first. Throws `usage` as `openScope` does. */
export async function monthly(context: ReportContext, options: ReportOptions = {}): Promise<MonthlyReport> {
  const { rows, ...envelope } = await periodReport(context, options, MONTH);
  return { monthly: rows, ...envelope };
}
