import type {
  RecentSessionsQuery,
  RecentSessionsReport,
  SessionListRow,
  SessionSort,
} from '../contract/reports/recent-sessions.ts';
import type { SessionRow } from '../contract/reports/usage-row.ts';
import { byName } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { sessionRowsOf } from './session-rows.ts';

const DEFAULT_LIMIT = 50;

/** One page of the sessions in range, in any order. Throws `usage` as `openScope` does. */
export async function recentSessions(
  context: ReportContext,
  query: Partial<RecentSessionsQuery> = {},
): Promise<RecentSessionsReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const { sort = 'lastActivity', order = 'desc', limit = DEFAULT_LIMIT, offset = 0 } = query;
  const newestFirst = sort === 'lastActivity' && order === 'desc';
  const rows = newestFirst ? await newest(scope, limit, offset) : await sorted(scope, sort, order, limit, offset);
  return {
    sessions: rows.map(withoutBreakdown),
    total: await scope.sessionCount(),
    ...(await pageEnvelopeOf(scope, await scope.fold([], () => 0), revision)),
  };
}

/** The common page: the ledger knows the newest sessions, and only their figures are read. */
async function newest(scope: ReportScope, limit: number, offset: number): Promise<SessionRow[]> {
  const facts = await scope.reader.recentSessions({ ...scope.query, limit, offset });
  const fold = await scope.within(facts.map((f) => f.id)).fold(['session'], (cell) => cell.session!);
  return sessionRowsOf(scope, fold, facts);
}

async function sorted(
  scope: ReportScope,
  sort: SessionSort,
  order: 'asc' | 'desc',
  limit: number,
  offset: number,
): Promise<SessionRow[]> {
  const fold = await scope.fold(['session'], (cell) => cell.session!);
  const rows = await sessionRowsOf(scope, fold, await scope.reader.sessions([...fold.keys()]));
  const sign = order === 'asc' ? 1 : -1;
  const compare = COMPARE[sort];
  rows.sort((a, b) => sign * compare(a, b) || byName(a.sessionId, b.sessionId));
  return rows.slice(offset, offset + limit);
}

const COMPARE: Record<SessionSort, (a: SessionRow, b: SessionRow) => number> = {
  lastActivity: (a, b) => byName(a.lastActivity, b.lastActivity),
  cost: (a, b) => a.totalCost - b.totalCost,
  tokens: (a, b) => a.totalTokens - b.totalTokens,
  turns: (a, b) => a.turns - b.turns,
  title: (a, b) => byName(a.title, b.title),
  project: (a, b) => byName(a.project, b.project),
  machine: (a, b) => byName(a.machine, b.machine),
};

function withoutBreakdown(row: SessionRow): SessionListRow {
  const { modelBreakdowns: _, ...shown } = row;
  return shown;
}
