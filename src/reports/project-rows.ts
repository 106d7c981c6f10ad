import type { ProjectRow } from '../contract/reports/usage-row.ts';
import { byCost } from './by-cost.ts';
import { isoOf } from './envelope.ts';
import type { UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

/** Rows by project, dearest first. `fold` has project ids as its groups. */
export async function projectRowsOf(scope: ReportScope, fold: UsageFold<number>): Promise<ProjectRow[]> {
  const counts = await scope.reader.sessionCounts({ ...scope.query, by: ['project'] });
  const sessions = new Map(counts.map((c) => [c.project!, c.sessions]));
  const last = await scope.reader.lastActivity('project', scope.query);
  const facts = new Map((await scope.projects()).map((p) => [p.id, p]));
  const rows = [...fold.keys()].map((id) => {
    const lastMs = last.get(id);
    return {
      projectId: facts.get(id)?.key ?? '',
      project: facts.get(id)?.name ?? '',
      lastActivity: lastMs === undefined ? null : isoOf(lastMs),
      ...fold.row(id, sessions.get(id) ?? 0),
    };
  });
  return rows.sort(byCost((row) => row.projectId));
}
