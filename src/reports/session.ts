import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { SessionReport } from '../contract/reports/session.ts';
import type { SessionRow } from '../contract/reports/usage-row.ts';
import { envelopeOf } from './envelope.ts';
import { byName } from './fold.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';
import { sessionRowsOf } from './session-rows.ts';

/** Sessions with a turn in range, by last activity, oldest first. Throws `usage` as `openScope` does. */
export async function session(context: ReportContext, options: ReportOptions = {}): Promise<SessionReport> {
  const scope = await openScope(context, options);
  const fold = await scope.fold(['session'], (cell) => cell.session!);
  const facts = await scope.reader.sessions([...fold.keys()]);
  const rows = await sessionRowsOf(scope, fold, facts);
  const sign = options.order === 'desc' ? -1 : 1;
  rows.sort((a, b) => sign * byTime(a, b));
  return { session: rows, ...(await envelopeOf(scope, fold)) };
}

function byTime(a: SessionRow, b: SessionRow): number {
  return byName(a.lastActivity, b.lastActivity) || byName(a.sessionId, b.sessionId);
}
