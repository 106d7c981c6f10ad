/**
 * The one record every source yields and the ledger stores: the usage of one turn as one line told it.
 * Metrics and references only. No prompt, reply, tool input or file content has a field here.
 */

/** Where a line stood. A higher rank wins whole over a lower one (transcripts.md 3.4). */
export const RANK = { nested: 0, legacy: 1, sidechain: 2, main: 3 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** Everything about a request that a price can depend on, besides its time and its tokens. */
export interface PriceClass {
  /** Model id exactly as the transcript wrote it. Empty when the record has none. */
  readonly model: string;
  /** `usage.speed`: only `fast` changes the price. */
  readonly fast: boolean;
  /** `usage.service_tier === 'batch'`. */
  readonly batch: boolean;
  /** `usage.inference_geo === 'us'`. */
  readonly us: boolean;
  /** Context class of the request: 0 up to 100k, 1 up to 200k, 2 above (input + cache read + cache write). */
  readonly context: ContextClass;
}
export type ContextClass = 0 | 1 | 2;

/** Thresholds in tokens; a long-context price tier may only start at one of these. */
export const CONTEXT_THRESHOLDS = [100_000, 200_000] as const;

export function contextClassOf(contextTokens: number): ContextClass {
  return contextTokens > CONTEXT_THRESHOLDS[1] ? 2 : contextTokens > CONTEXT_THRESHOLDS[0] ? 1 : 0;
}

/** Token counts of one turn. The three input buckets are additive; output includes thinking. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  /** Cache writes that live 5 minutes. */
  readonly cache5m: number;
  /** Cache writes that live 1 hour. */
  readonly cache1h: number;
  readonly cacheRead: number;
}

export interface UsageEvent extends PriceClass, Tokens {
  /**
   * Identity of the turn, global over files, sessions and machines: `message.id`, else `req:<requestId>`,
   * else `uuid:<uuid>`, else `line:<hash>`; an iteration billed on its own adds `#<index>`.
   */
  readonly key: string;
  /** UTC, from the record. */
  readonly timestampMs: number;
  readonly rank: Rank;
  /** A `stop_reason` was present: the output count is final. */
  readonly final: boolean;
  /** `usage.speed` was present (a tie-breaker of the counting rule). */
  readonly hasSpeed: boolean;
  readonly webSearches: number;
  /** Session that owns the line: `forkedFrom.sessionId` where present, else `sessionId`. */
  readonly sessionId: string;
  /** The line named the session it was forked from, so the owner is certain. */
  readonly ownerCertain: boolean;
  readonly cwd: string;
  readonly gitBranch: string;
  /** `agentId` of a sub-agent, else empty. */
  readonly agentId: string;
  /** Name of the tool in the record's first content block, else empty. */
  readonly tool: string;
  /** Version of Claude Code that wrote the line. */
  readonly cliVersion: string;
}

/** input + output + cache writes + cache reads. */
export function totalTokens(t: Tokens): number {
  return t.input + t.output + t.cache5m + t.cache1h + t.cacheRead;
}
