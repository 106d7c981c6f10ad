import { FLAG } from './event-batch.ts';

/**
 * One usage row being built: a mutable, always fully assigned record, so that the hot path allocates nothing.
 * Fields named *Id are string ids of the writer's table.
 */
export interface UsageDraft {
  key: string;
  timestampMs: number;
  input: number;
  output: number;
  cache5m: number;
  cache1h: number;
  cacheRead: number;
  webSearches: number;
  flags: number;
  modelId: number;
  sessionId: number;
  projectId: number;
  cwdId: number;
  branchId: number;
  agentId: number;
  toolId: number;
  versionId: number;
  fileId: number;
}

export function newDraft(): UsageDraft {
  return {
    key: '',
    timestampMs: 0,
    input: 0,
    output: 0,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    webSearches: 0,
    flags: 0,
    modelId: 0,
    sessionId: 0,
    projectId: 0,
    cwdId: 0,
    branchId: 0,
    agentId: 0,
    toolId: 0,
    versionId: 0,
    fileId: 0,
  };
}

/** Copies every field, in place. */
export function copyDraft(to: UsageDraft, from: UsageDraft): void {
  to.key = from.key;
  copyMetrics(to, from);
  to.timestampMs = from.timestampMs;
  to.sessionId = from.sessionId;
  to.projectId = from.projectId;
  to.cwdId = from.cwdId;
  to.branchId = from.branchId;
  to.agentId = from.agentId;
  to.toolId = from.toolId;
  to.versionId = from.versionId;
  to.fileId = from.fileId;
}

/** Copies what one whole line says about usage: tokens, price class, rank, finality. Not time, owner or tools. */
export function copyMetrics(to: UsageDraft, from: UsageDraft): void {
  to.input = from.input;
  to.output = from.output;
  to.cache5m = from.cache5m;
  to.cache1h = from.cache1h;
  to.cacheRead = from.cacheRead;
  to.webSearches = from.webSearches;
  to.flags = from.flags;
  to.modelId = from.modelId;
}

export const totalOf = (d: UsageDraft): number => d.input + d.output + d.cache5m + d.cache1h + d.cacheRead;

/** Same turn told by the same place: only such lines may be collapsed before the ledger sees them. */
export function sameTurnAndPlace(a: UsageDraft, b: UsageDraft): boolean {
  return (
    a.key === b.key &&
    a.input === b.input &&
    a.modelId === b.modelId &&
    a.sessionId === b.sessionId &&
    a.cwdId === b.cwdId &&
    a.projectId === b.projectId &&
    a.branchId === b.branchId &&
    a.agentId === b.agentId &&
    a.versionId === b.versionId &&
    a.fileId === b.fileId &&
    (a.flags & FLAG.OWNER_CERTAIN) === (b.flags & FLAG.OWNER_CERTAIN)
  );
}

/**
 * The counting rule (transcripts.md 3.4) between two lines of one turn at one place: positive when `a` wins. The same
 * order as the ledger's merge, so that collapsing first changes nothing. Zero means the metrics are the same.
 */
export function compareLines(a: UsageDraft, b: UsageDraft): number {
  return (
    bits(a, b, FLAG.RANK_MASK) ||
    totalOf(a) - totalOf(b) ||
    bits(a, b, FLAG.FINAL) ||
    bits(a, b, FLAG.HAS_SPEED) ||
    a.output - b.output ||
    a.cache1h - b.cache1h ||
    a.cache5m - b.cache5m ||
    a.cacheRead - b.cacheRead ||
    a.webSearches - b.webSearches ||
    bits(a, b, FLAG.FAST) ||
    bits(a, b, FLAG.BATCH) ||
    bits(a, b, FLAG.US) ||
    bits(a, b, FLAG.CONTEXT_MASK)
  );
}

const bits = (a: UsageDraft, b: UsageDraft, mask: number): number => (a.flags & mask) - (b.flags & mask);
