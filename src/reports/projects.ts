import type { ProjectsReport } from '../contract/reports/projects.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import { byCost } from './by-cost.ts';
import { envelopeOf } from './envelope.ts';
import { projectRowsOf } from './project-rows.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

/** Projects with a turn in range, dearest first. Throws `usage` as `openScope` does. */
export async function projects(context: ReportContext, options: ReportOptions = {}): Promise<ProjectsReport> {
  const scope = await openScope(context, options);
  const fold = await scope.fold(['project'], (cell) => cell.project!);
  const rows = await projectRowsOf(scope, fold);
  rows.sort(byCost((row) => row.projectId, options.order));
  return { projects: rows, ...(await envelopeOf(scope, fold)) };
}
