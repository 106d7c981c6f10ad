import type { Coverage, Meta } from '../contract/reports/usage-row.ts';
import { coverageOf, metaOf } from './envelope.ts';
import type { UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

/** What an answer to the page carries beside its own key (contract/reports/page.ts). */
export async function pageEnvelopeOf(
  scope: ReportScope,
  fold: UsageFold<unknown>,
  revision: string,
): Promise<{ coverage: Coverage; meta: Meta; revision: string }> {
  return { coverage: await coverageOf(scope, fold.total(), fold.models()), meta: metaOf(scope), revision };
}
