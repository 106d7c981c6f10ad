/**
 * Which of two copies of one turn counts, and to whom it belongs: two total orders, so that merging is commutative,
 * associative and idempotent whatever is read when (transcripts.md, rule in one place and 3.4).
 */
import { type PriceClass, RANK, type Rank, type Tokens, totalTokens } from '../contract/usage-event.ts';

/** What one line says a turn used. The winner is kept whole: a mixture would be a record that nobody wrote. */
export interface UsageCopy extends PriceClass, Tokens {
  readonly rank: Rank;
  readonly final: boolean;
  readonly hasSpeed: boolean;
  readonly webSearches: number;
  readonly cliVersion: string;
}

/** Where a turn was sighted: the smallest sighting owns the turn. */
export interface Sighting {
  readonly rank: Rank;
  readonly ownerCertain: boolean;
  /** Birth of the transcript file, epoch ms: a fork's file is younger than its parent's. */
  readonly bornMs: number;
  readonly sessionUid: string;
  readonly cwd: string;
  readonly gitBranch: string;
  readonly agentId: string;
  readonly machineUid: string;
}

/**
 * Positive when `a` beats `b`, negative when `b` beats `a`, 0 when they say the same. Main chain, then sidechain, then
 * older ledgers, then nested copies; the larger total; a stop reason; a speed; then the content itself, so that no two
 * different copies are equal.
 */
export function compareUsage(a: UsageCopy, b: UsageCopy): number {
  return (
    a.rank - b.rank ||
    totalTokens(a) - totalTokens(b) ||
    Number(a.final) - Number(b.final) ||
    Number(a.hasSpeed) - Number(b.hasSpeed) ||
    compareContent(a, b)
  );
}

function compareContent(a: UsageCopy, b: UsageCopy): number {
  return (
    a.output - b.output ||
    a.input - b.input ||
    a.cache1h - b.cache1h ||
    a.cache5m - b.cache5m ||
    a.cacheRead - b.cacheRead ||
    a.webSearches - b.webSearches ||
    Number(a.fast) - Number(b.fast) ||
    Number(a.batch) - Number(b.batch) ||
    Number(a.us) - Number(b.us) ||
    a.context - b.context ||
    compareText(a.model, b.model) ||
    compareText(a.cliVersion, b.cliVersion)
  );
}

/**
 * Negative when `a` is the earlier, truer sighting. Never depends on the order of reading. Between machines only what is
 * shared may decide, or two machines would see two owners: give folder, branch and agent as empty there.
 */
export function compareSighting(a: Sighting, b: Sighting): number {
  return (
    b.rank - a.rank ||
    Number(b.ownerCertain) - Number(a.ownerCertain) ||
    a.bornMs - b.bornMs ||
    compareText(a.sessionUid, b.sessionUid) ||
    compareText(a.cwd, b.cwd) ||
    compareText(a.gitBranch, b.gitBranch) ||
    compareText(a.agentId, b.agentId) ||
    compareText(a.machineUid, b.machineUid)
  );
}

/**
 * Two main-chain lines under one id that differ in model or uncached input: a gateway that reuses ids (0 seen in 29,899
 * groups, transcripts.md 3.4). One of them counts by the rule above, since keeping both cannot be made independent of
 * the order of reading; the event is remembered and shown.
 */
export function isConflict(a: UsageCopy, b: UsageCopy): boolean {
  return a.rank === RANK.main && b.rank === RANK.main && (a.input !== b.input || a.model !== b.model);
}

/** Sorted union of two comma-joined tool lists; order and repeats of the inputs do not matter. */
export function unionTools(a: string, b: string): string {
  if (a === b || b === '') return a;
  if (a === '') return b;
  return [...new Set([...a.split(','), ...b.split(',')])].sort(compareText).join(',');
}

/** By code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
