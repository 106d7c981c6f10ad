import type { CompatSessionDetail } from '../../contract/reports/compat.ts';
import type { SessionTurn } from '../../contract/reports/session-show.ts';
import { byName } from '../fold.ts';
import type { ReportContext } from '../report-context.ts';
import { sessionShow } from '../session-show.ts';
import { compatSessionOf, compatTokensOf } from './compat-session.ts';
import { localStamp } from './local-stamp.ts';

/** One session, for programs around the older dashboards. Throws `not-found`. */
export async function compatSessionDetail(context: ReportContext, sessionId: string): Promise<CompatSessionDetail> {
  const { session, turns, tools, totals } = await sessionShow(context, sessionId);
  return {
    session: compatSessionOf(context.zone, session),
    tool_usage: tools.map(({ tool, turns: count, tokens }) => ({ tool_name: tool, turns: count, tokens })),
    cwd_usage: foldersOf(turns),
    turn_history: turns.map((turn) => ({
      timestamp: turn.timestamp,
      timestamp_short: localStamp(context.zone, Date.parse(turn.timestamp)).slice(11),
      model: turn.model,
      tool_name: turn.tools.join(',') || 'reply',
      cwd: turn.cwd,
      ...compatTokensOf(turn),
      total: turn.totalTokens,
      cost: turn.cost,
      cum_cost: turn.cumulatedCost,
    })),
    total_cost: totals.totalCost,
  };
}

function foldersOf(turns: readonly SessionTurn[]): CompatSessionDetail['cwd_usage'] {
  const counts = new Map<string, number>();
  for (const { cwd } of turns) counts.set(cwd, (counts.get(cwd) ?? 0) + 1);
  return [...counts]
    .map(([cwd, count]) => ({ cwd, turns: count }))
    .sort((a, b) => b.turns - a.turns || byName(a.cwd, b.cwd));
}
