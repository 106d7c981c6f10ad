import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { sessionRow } from './usage-row.ts';

const count = z.number().int().nonnegative();

export const sessionTurn = z.object({
  /** ISO 8601, UTC. */
  timestamp: z.string(),
  model: z.string(),
  inputTokens: count,
  outputTokens: count,
  cacheCreationTokens: count,
  cacheReadTokens: count,
  cacheCreation5mTokens: count,
  cacheCreation1hTokens: count,
  totalTokens: count,
  webSearches: count,
  /** US dollars; 0 with `unpriced`. */
  cost: z.number(),
  /** Of this and all earlier turns: exact, so not the sum of the rounded ones. */
  cumulatedCost: z.number(),
  unpriced: z.boolean(),
  fast: z.boolean(),
  /** The output count is final. */
  final: z.boolean(),
  tools: z.array(z.string()),
  /** Empty on the main chain. */
  agentId: z.string(),
  sidechain: z.boolean(),
  branch: z.string(),
  cwd: z.string(),
});
export type SessionTurn = z.infer<typeof sessionTurn>;

const share = z.object({ turns: count, tokens: count, cost: z.number() });

const told = z.object({
  inputTokens: count,
  outputTokens: count,
  cacheCreationTokens: count,
  cacheReadTokens: count,
  webSearches: count,
  cost: z.number(),
});

/**
 * What Claude Code itself said the session used, beside what its transcript lines add up to. The difference is what no
 * line holds: titles, summaries, hooks, compaction, and outputs that never became final. It is in no other figure.
 */
export const costState = z.object({
  told,
  /** told minus transcript: may be below zero where Claude Code priced or counted less. */
  notInTranscripts: z.object({ tokens: z.number().int(), cost: z.number() }),
  /** By cost told, dearest first. A name's `[1m]` is left out: transcripts do not write it. */
  models: z.array(told.extend({ model: z.string(), transcriptTokens: count, transcriptCost: z.number() })),
});
export type CostState = z.infer<typeof costState>;

/** One session turn by turn, oldest first. */
export const sessionShowReport = z
  .object({
    session: sessionRow,
    turns: z.array(sessionTurn),
    /** By number of turns that called the tool. A turn with two tools counts for each. */
    tools: z.array(share.extend({ tool: z.string() })),
    /** Null where Claude Code said nothing: before August 2026, in print mode, after a kill. */
    costState: costState.nullable(),
    /** By cost. */
    agents: z.array(share.extend({ agentId: z.string(), firstActivity: z.string(), lastActivity: z.string() })),
  })
  .extend(reportEnvelope.shape);
export type SessionShowReport = z.infer<typeof sessionShowReport>;
