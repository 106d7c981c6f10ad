import type { FilterInput } from '../contract/filters.ts';
import type { HeatmapReport } from '../contract/reports/heatmap.ts';
import { costOf, tokensOf } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

const HOURS_A_WEEK = 168;

/** Turns, tokens and cost by weekday (0 = Monday) and hour of the local clock. Throws `usage` as `openScope` does. */
export async function heatmap(context: ReportContext, query: FilterInput = {}): Promise<HeatmapReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const fold = await scope.fold(['weekhour'], (cell) => cell.weekday! * 24 + cell.hour!);
  const hours = Array.from({ length: HOURS_A_WEEK }, (_, hour) => fold.sums(hour));
  return {
    heatmap: {
      turns: hours.map((sums) => sums.turns),
      tokens: hours.map(tokensOf),
      cost: hours.map(costOf),
    },
    ...(await pageEnvelopeOf(scope, fold, revision)),
  };
}
