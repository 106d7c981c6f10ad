import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { WeekReport } from '../contract/reports/week.ts';
import { formatLocalDay } from '../contract/units.ts';
import { addDays } from './calendar.ts';
import { envelopeOf } from './envelope.ts';
import { modelRowsOf } from './model-rows.ts';
import { sessionsPerDay } from './periods.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

/** The last seven local days, today included, oldest first, zeros kept; and the same by model. */
export async function week(context: ReportContext, options: ReportOptions = {}): Promise<WeekReport> {
  const scope = await openScope(context, { ...options, range: '7d', since: undefined, until: undefined });
  const cells = await scope.cells(['day']);
  const byDay = scope.newFold<number>().addAll(cells, (cell) => cell.day!);
  const byModel = scope.newFold<string>();
  byModel.addAll(cells, (cell) => byModel.modelOf(cell.classId));
  const sessions = await sessionsPerDay(scope);
  const days = Array.from({ length: 7 }, (_, i) => addDays(scope.today, i - 6));
  if (options.order === 'desc') days.reverse();
  return {
    week: days.map((day) => ({ period: formatLocalDay(day), ...byDay.row(day, sessions.get(day) ?? 0) })),
    models: await modelRowsOf(scope, byModel),
    ...(await envelopeOf(scope, byDay)),
  };
}
