import type { SessionRow } from '../contract/reports/usage-row.ts';
import type { SessionFacts } from '../ledger/ledger.ts';
import { isoOf } from './envelope.ts';
import type { UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

/** Everything about a session but its figures. */
export type SessionHead = Omit<SessionRow, keyof ReturnType<UsageFold<number>['row']>>;

/** Heads of the given sessions, in their order. */
export async function sessionHeadsOf(scope: ReportScope, sessions: readonly SessionFacts[]): Promise<SessionHead[]> {
  const projects = new Map((await scope.projects()).map((p) => [p.id, p]));
  const machines = new Map((await scope.reader.machines()).map((m) => [m.id, m]));
  return sessions.map((s) => ({
    sessionId: s.uid,
    title: s.title,
    projectId: projects.get(s.projectId)?.key ?? '',
    project: projects.get(s.projectId)?.name ?? '',
    machineId: machines.get(s.machineId)?.uid ?? '',
    machine: machines.get(s.machineId)?.name ?? '',
    branch: s.branch,
    firstActivity: isoOf(s.firstMs),
    lastActivity: isoOf(s.lastMs),
  }));
}

/** Rows of the given sessions, in their order. `fold` has session ids as its groups. */
export async function sessionRowsOf(
  scope: ReportScope,
  fold: UsageFold<number>,
  sessions: readonly SessionFacts[],
): Promise<SessionRow[]> {
  const heads = await sessionHeadsOf(scope, sessions);
  return sessions.map((s, i) => ({ ...heads[i]!, ...fold.row(s.id, 1) }));
}
