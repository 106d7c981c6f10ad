/**
 * What a source pushes: up to BATCH_ROWS usage rows as columns, and the facts found beside them. Everything in a batch
 * is a number, an id, a name or a title; no prompt, reply or tool output has a place in it.
 *
 * Layout: row `i` is `numbers[i * STRIDE .. i * STRIDE + STRIDE)`, one column per `COL`. Columns from MODEL to VERSION
 * hold string ids: indexes into one table per writer that only grows. Id 0 is the empty string. A batch carries the
 * strings added since the writer's previous batch, so a receiver that sees every batch in order knows every id.
 * A batch may hold rows of several files; FILE says which.
 */
import type { ProblemKind } from '../contract/problem.ts';
import type { ContextClass, Rank, UsageEvent } from '../contract/usage-event.ts';

/** Rows per full batch: 35 KB stay in the cache of the core that fills them, and the writer starts early (4096: a tenth slower). */
export const BATCH_ROWS = 256;

/** Columns of a row. Token columns are integers from 0 to MAX_COUNT; TIME is epoch milliseconds, UTC. */
export const COL = {
  TIME: 0,
  INPUT: 1,
  OUTPUT: 2,
  CACHE_5M: 3,
  CACHE_1H: 4,
  CACHE_READ: 5,
  WEB_SEARCHES: 6,
  /** Bit set, see FLAG. */
  FLAGS: 7,
  MODEL: 8,
  SESSION: 9,
  /** Project key, `dir:<name>`. */
  PROJECT: 10,
  CWD: 11,
  BRANCH: 12,
  AGENT: 13,
  /** Names of the tools the collapsed lines called: sorted, distinct, comma separated. */
  TOOLS: 14,
  VERSION: 15,
  /** The `fileId` the caller gave to the scanner. */
  FILE: 16,
} as const;
export const STRIDE = 17;

/** Bits of the FLAGS column. Rank takes the lowest two (RANK of usage-event.ts), context class two at CONTEXT_SHIFT. */
export const FLAG = {
  RANK_MASK: 3,
  /** A `stop_reason` was on the winning line. */
  FINAL: 4,
  HAS_SPEED: 8,
  FAST: 16,
  BATCH: 32,
  US: 64,
  OWNER_CERTAIN: 128,
  CONTEXT_SHIFT: 8,
  CONTEXT_MASK: 3 << 8,
} as const;

/** Counts above this are damage, not usage. */
export const MAX_COUNT = 1e12;

/** A session's title. The highest rank wins, then the last in its file. Text is at most 200 UTF-16 units. */
export interface TitleFact {
  readonly fileId: number;
  readonly sessionId: string;
  readonly rank: TitleRank;
  /** Byte offset of its line. */
  readonly offset: number;
  readonly text: string;
}
export const TITLE_RANK = { ai: 1, agent: 2, custom: 3 } as const;
export type TitleRank = (typeof TITLE_RANK)[keyof typeof TITLE_RANK];

/** An API error or limit hit that Claude Code wrote into the transcript. */
export interface LimitFact {
  readonly fileId: number;
  /** Stable identity: the record's uuid, else a hash of its line. Copies of a record share it. */
  readonly key: string;
  readonly sessionId: string;
  readonly timestampMs: number;
  /** `five_hour`, `seven_day`, … for quota windows; `error:<code>` for other API errors; `limit` when only a text said so. */
  readonly kind: string;
  /** `rejected`, `allowed_warning`, …; empty when not said. */
  readonly status: string;
  /** Epoch milliseconds; null when not said. */
  readonly resetsAtMs: number | null;
}

/** Claude Code's own cumulative totals of a session run (transcripts.md 2.5): a cross-check, never added to rows. */
export interface CostStateFact {
  readonly fileId: number;
  readonly offset: number;
  readonly sessionId: string;
  /** Identifies the run within the session; 0 when absent. */
  readonly startTimeMs: number;
  readonly totalCostUsd: number;
  readonly models: readonly CostStateModel[];
}
export interface CostStateModel {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheCreation: number;
  readonly webSearches: number;
  readonly costUsd: number;
}

/** Something in a file that could not be read as it should. The detail never quotes the line. */
export interface ProblemFact {
  readonly fileId: number;
  readonly kind: ProblemKind;
  /** Byte offset of the line. */
  readonly offset: number;
  readonly detail: string;
}

export interface EventBatch {
  readonly count: number;
  /** `count * STRIDE` numbers; its buffer belongs to this batch alone and may be transferred. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Keys of the rows (UsageEvent.key), joined by line feeds. */
  readonly keys: string;
  /** Id of `strings[0]`. */
  readonly firstString: number;
  readonly strings: readonly string[];
  readonly titles: readonly TitleFact[];
  readonly limits: readonly LimitFact[];
  readonly costStates: readonly CostStateFact[];
  readonly problems: readonly ProblemFact[];
  /** Assistant lines by the way they were parsed. */
  readonly fastLines: number;
  readonly slowLines: number;
}

/** The keys of a batch, one per row. */
export function keysOf(batch: EventBatch): string[] {
  return batch.count === 0 ? [] : batch.keys.split('\n');
}

export const rankOf = (flags: number): Rank => (flags & FLAG.RANK_MASK) as Rank;
export const contextOf = (flags: number): ContextClass =>
  ((flags & FLAG.CONTEXT_MASK) >> FLAG.CONTEXT_SHIFT) as ContextClass;

/** A row as read back: the event, plus what the ledger needs beside it. */
export interface BatchRow extends UsageEvent {
  readonly projectKey: string;
  readonly fileId: number;
}

/** Row `index` as an object. For tests and slow callers; hot callers read the columns. */
export function rowOf(batch: EventBatch, index: number, keys: readonly string[], strings: readonly string[]): BatchRow {
  const at = index * STRIDE;
  const num = (col: number): number => batch.numbers[at + col] ?? 0;
  const str = (col: number): string => strings[num(col)] ?? '';
  const flags = num(COL.FLAGS);
  return {
    key: keys[index] ?? '',
    timestampMs: num(COL.TIME),
    input: num(COL.INPUT),
    output: num(COL.OUTPUT),
    cache5m: num(COL.CACHE_5M),
    cache1h: num(COL.CACHE_1H),
    cacheRead: num(COL.CACHE_READ),
    webSearches: num(COL.WEB_SEARCHES),
    rank: rankOf(flags),
    final: (flags & FLAG.FINAL) !== 0,
    hasSpeed: (flags & FLAG.HAS_SPEED) !== 0,
    fast: (flags & FLAG.FAST) !== 0,
    batch: (flags & FLAG.BATCH) !== 0,
    us: (flags & FLAG.US) !== 0,
    ownerCertain: (flags & FLAG.OWNER_CERTAIN) !== 0,
    context: contextOf(flags),
    model: str(COL.MODEL),
    sessionId: str(COL.SESSION),
    projectKey: str(COL.PROJECT),
    cwd: str(COL.CWD),
    gitBranch: str(COL.BRANCH),
    agentId: str(COL.AGENT),
    tool: str(COL.TOOLS),
    cliVersion: str(COL.VERSION),
    fileId: num(COL.FILE),
  };
}
