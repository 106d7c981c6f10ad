import type { CompatSession, CompatTokens } from '../../contract/reports/compat.ts';
import type { SessionRow, UsageFigures } from '../../contract/reports/usage-row.ts';
import { byName } from '../fold.ts';
import { localMinute } from './local-stamp.ts';

const MINUTE_MS = 60_000;

type TokenFigures = Pick<
  UsageFigures,
  'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheCreation5mTokens' | 'cacheCreation1hTokens'
>;

/** Tokens of a row under the names of the older dashboards. */
export function compatTokensOf(row: TokenFigures): CompatTokens {
  return {
    input: row.inputTokens,
    output: row.outputTokens,
    cache_read: row.cacheReadTokens,
    cache_creation: row.cacheCreation5mTokens,
    cache_1h: row.cacheCreation1hTokens,
  };
}

/** A session's row under the names of the older dashboards, its times on the local clock. */
export function compatSessionOf(zone: string, row: SessionRow): CompatSession {
  const last = localMinute(zone, row.lastActivity);
  const durationMs = Date.parse(row.lastActivity) - Date.parse(row.firstActivity);
  return {
    session_id: row.sessionId.slice(0, 8),
    session_id_full: row.sessionId,
    session_name: row.title,
    project: row.project,
    branch: row.branch,
    first: localMinute(zone, row.firstActivity),
    last,
    last_date: last.slice(0, 10),
    duration_min: Math.round(durationMs / (MINUTE_MS / 10)) / 10,
    model: mainModelOf(row),
    machine_id: row.machine,
    ...compatTokensOf(row),
    turns: row.turns,
    cost: row.totalCost,
    tags: [],
  };
}

function mainModelOf({ modelBreakdowns }: SessionRow): string {
  const [main] = [...modelBreakdowns].sort((a, b) => b.turns - a.turns || byName(a.modelName, b.modelName));
  return main?.modelName ?? '';
}
