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

/** One session turn by turn, oldest first. */
export const sessionShowReport = z
  .object({
    session: sessionRow,
    turns: z.array(sessionTurn),
    /** By number of turns that called the tool. A turn with two tools counts for each. */
    tools: z.array(share.extend({ tool: z.string() })),
    /** By cost. */
    agents: z.array(share.extend({ agentId: z.string(), firstActivity: z.string(), lastActivity: z.string() })),
  })
  .extend(reportEnvelope.shape);
export type SessionShowReport = z.infer<typeof sessionShowReport>;
