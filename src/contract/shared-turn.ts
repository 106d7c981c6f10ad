/**
 * What one machine tells the others about a turn: counts, model, time, and references for session and project. No text,
 * no path, no tool, no remote. The folder protocol and Postgres carry exactly this.
 */
import type { PriceClass, Rank, Tokens } from './usage-event.ts';
import type { EpochMs } from './units.ts';

export interface SharedTurn extends PriceClass, Tokens {
  /** Identity of the turn, given by the API (usage-event.ts). Never holds a machine. */
  readonly key: string;
  readonly timestampMs: EpochMs;
  /** When the machine first had the file of the turn, 0 when that is not known: the smallest sighting owns it. */
  readonly bornMs: EpochMs;
  readonly rank: Rank;
  readonly final: boolean;
  readonly hasSpeed: boolean;
  readonly ownerCertain: boolean;
  /** Sub-agent. */
  readonly side: boolean;
  readonly webSearches: number;
  readonly sessionId: string;
  /** Identity of the project, the same on every machine; a pseudonym where the rules say so. */
  readonly projectKey: string;
  readonly projectName: string;
  /** Plain, hashed or empty, by the rules. */
  readonly branch: string;
}

/** A session's title, shared only where the rules allow it. */
export interface SharedTitle {
  readonly sessionId: string;
  readonly rank: number;
  readonly position: number;
  readonly text: string;
}

/** Sums that a manifest and a footer state, and that a receiver recounts. */
export interface SharedSums extends Tokens {
  readonly rows: number;
  readonly webSearches: number;
}
export const NO_SUMS: SharedSums = {
  rows: 0,
  input: 0,
  output: 0,
  cache5m: 0,
  cache1h: 0,
  cacheRead: 0,
  webSearches: 0,
};

export function addSums(
  a: SharedSums,
  b: Tokens & { readonly webSearches: number; readonly rows?: number },
): SharedSums {
  return {
    rows: a.rows + (b.rows ?? 1),
    input: a.input + b.input,
    output: a.output + b.output,
    cache5m: a.cache5m + b.cache5m,
    cache1h: a.cache1h + b.cache1h,
    cacheRead: a.cacheRead + b.cacheRead,
    webSearches: a.webSearches + b.webSearches,
  };
}
