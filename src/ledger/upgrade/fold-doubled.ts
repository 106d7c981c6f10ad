import { totalTokens } from '../../contract/usage-event.ts';
import type { OlderTurn } from './older-turn.ts';

/** Longest pause between two lines of one streamed response. */
const ADJACENT_MS = 5 * 60_000;

export interface Folded {
  /** The rows that count, each at the earliest time of its response. */
  readonly kept: readonly OlderTurn[];
  /** Rows that repeat a kept one. */
  readonly doubled: readonly OlderTurn[];
}

/**
 * The first dashboards stored one row per line of a streamed response, which doubled every total. All lines of a
 * response carry the same model, input and cache counts, and a growing output (transcripts.md 3.1): of the rows of one
 * session that agree in these and follow each other in time, the largest counts. A row with an id is left alone.
 */
export function foldDoubled(session: readonly OlderTurn[]): Folded {
  const kept: OlderTurn[] = [];
  const doubled: OlderTurn[] = [];
  for (const alike of groupAlike(session)) {
    for (const response of responses(alike)) {
      const largest = response.reduce((a, b) => (totalTokens(b) > totalTokens(a) ? b : a));
      kept.push({ ...largest, timestamp: response[0]!.timestamp, timestampMs: response[0]!.timestampMs });
      doubled.push(...response.filter((t) => t !== largest));
    }
  }
  kept.sort((a, b) => a.rowId - b.rowId);
  return { kept, doubled };
}

function groupAlike(rows: readonly OlderTurn[]): Iterable<OlderTurn[]> {
  const groups = new Map<string, OlderTurn[]>();
  for (const t of rows) {
    const own = t.messageId !== '' || Number.isNaN(t.timestampMs);
    const key = own ? `row ${t.rowId}` : [t.model, t.agentId, t.input, t.cacheRead, t.cache5m, t.cache1h].join('\0');
    const group = groups.get(key);
    if (group) group.push(t);
    else groups.set(key, [t]);
  }
  return groups.values();
}

/** Cuts rows that look alike where time passed between them. */
function responses(alike: readonly OlderTurn[]): OlderTurn[][] {
  const byTime = alike.toSorted((a, b) => a.timestampMs - b.timestampMs || a.rowId - b.rowId);
  const found: OlderTurn[][] = [];
  for (const t of byTime) {
    const current = found.at(-1);
    if (current && t.timestampMs - current.at(-1)!.timestampMs <= ADJACENT_MS) current.push(t);
    else found.push([t]);
  }
  return found;
}
