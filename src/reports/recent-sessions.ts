import type {
  RecentSessionsQuery,
  RecentSessionsReport,
  SessionListRow,
  SessionSort,
} from '../contract/reports/recent-sessions.ts';
import type { SessionRow } from '../contract/reports/usage-row.ts';
import type { SessionFacts } from '../ledger/ledger.ts';
import { byName, tokensOf, type UsageFold } from './fold.ts';
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
  const valueOf = await valueFor(scope, sort, fold);
  const rows = (await scope.reader.sessions([...fold.keys()])).map((facts) => ({ facts, value: valueOf(facts) }));
  const sign = order === 'asc' ? 1 : -1;
  rows.sort((a, b) => sign * compare(a.value, b.value) || byName(a.facts.uid, b.facts.uid));
  // Only the rows of the page are worth their figures.
  const page = rows.slice(offset, offset + limit).map((row) => row.facts);
  return sessionRowsOf(scope, fold, page);
}

type Value = number | string;
const compare = (a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** What sessions are sorted by. */
async function valueFor(
  scope: ReportScope,
  sort: SessionSort,
  fold: UsageFold<number>,
): Promise<(session: SessionFacts) => Value> {
  switch (sort) {
    case 'lastActivity':
      return (session) => session.lastMs;
    case 'cost':
      return (session) => fold.cost(session.id);
    case 'tokens':
      return (session) => tokensOf(fold.sums(session.id));
    case 'turns':
      return (session) => fold.sums(session.id).turns;
    case 'title':
      return (session) => session.title;
    case 'project': {
      const names = new Map((await scope.projects()).map((p) => [p.id, p.name]));
      return (session) => names.get(session.projectId) ?? '';
    }
    case 'machine': {
      const names = new Map((await scope.reader.machines()).map((m) => [m.id, m.name]));
      return (session) => names.get(session.machineId) ?? '';
    }
  }
}

function withoutBreakdown(row: SessionRow): SessionListRow {
  const { modelBreakdowns: _, ...shown } = row;
  return shown;
}
