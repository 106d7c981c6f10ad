import { z } from 'zod';
import { reportEnvelope, reportQuery } from './report-query.ts';
import { usageRow } from './usage-row.ts';

export const blocksQuery = reportQuery.extend({
  /** Only the window that is running now. */
  active: z.boolean().optional(),
});
export type BlocksOptions = Partial<z.infer<typeof blocksQuery>>;

export const blockRow = usageRow.extend({
  /** ISO 8601, UTC: the window's start, which names it. */
  id: z.string(),
  startTime: z.string(),
  /** Start plus five hours. */
  endTime: z.string(),
  /** Times of the first and last turn in it. */
  firstActivity: z.string(),
  lastActivity: z.string(),
  isActive: z.boolean(),
  /** Of the running window, over the minutes from its first to its last turn; null when that is less than one. */
  burnRate: z.object({ tokensPerMinute: z.number(), costPerHour: z.number() }).nullable(),
  /** What the running window would hold at its end at that rate. */
  projection: z
    .object({ totalTokens: z.number().int(), totalCost: z.number(), remainingMinutes: z.number().int() })
    .nullable(),
});
export type BlockRow = z.infer<typeof blockRow>;

/**
 * Five-hour activity windows derived from the times of the turns. Not the official quota windows, whose start
 * the server sets: `derived` says so in every answer.
 */
export const blocksReport = z
  .object({ blocks: z.array(blockRow), derived: z.literal(true) })
  .extend(reportEnvelope.shape);
export type BlocksReport = z.infer<typeof blocksReport>;
