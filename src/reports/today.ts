import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { TodayReport } from '../contract/reports/today.ts';
import { byCost } from './by-cost.ts';
import { envelopeOf } from './envelope.ts';
import { foldByModel, modelRowsOf } from './model-rows.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

/** The current local day by model, dearest first; whatever range is given, it is today. */
export async function today(context: ReportContext, options: ReportOptions = {}): Promise<TodayReport> {
  const scope = await openScope(context, { ...options, range: 'today', since: undefined, until: undefined });
  const fold = await foldByModel(scope);
  const rows = await modelRowsOf(scope, fold);
  rows.sort(byCost((row) => row.model, options.order));
  return { today: rows, ...(await envelopeOf(scope, fold)) };
}
