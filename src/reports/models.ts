import type { ModelsReport } from '../contract/reports/models.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import { byCost } from './by-cost.ts';
import { envelopeOf } from './envelope.ts';
import { foldByModel, modelRowsOf } from './model-rows.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

/** Models with a turn in range, dearest first. Throws `usage` as `openScope` does. */
export async function models(context: ReportContext, options: ReportOptions = {}): Promise<ModelsReport> {
  const scope = await openScope(context, options);
  const fold = await foldByModel(scope);
  const rows = await modelRowsOf(scope, fold);
  rows.sort(byCost((row) => row.model, options.order));
  return { models: rows, ...(await envelopeOf(scope, fold)) };
}
