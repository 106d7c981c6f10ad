import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { colourSlot, pageEnvelope, STACKS } from './page.ts';

export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

export const seriesQuery = filterQuery.extend({
  /** Absent: by length of the range, hour up to 2 days, day up to 92, week up to 400, month beyond. */
  bucket: z.enum(BUCKETS).optional(),
  stack: z.enum(STACKS).default('class'),
  /** Largest stacks by cost, then tokens; what is left becomes one stack with id `rest` and slot -1. */
  limit: z.coerce.number().int().min(1).max(24).default(8),
});
export type SeriesQuery = z.infer<typeof seriesQuery>;

export const seriesReport = pageEnvelope.extend({
  series: z.object({
    /** The bucket used: a coarser one than asked for when there would be more than 2000. */
    bucket: z.enum(BUCKETS),
    stack: z.enum(STACKS),
    /** Every bucket of the range from its first to its last day, empty ones included, ascending. */
    buckets: z.array(
      z.object({
        /** `2026-11-22`, `2026-11-22T13`, first day of the week, `2026-11`. */
        key: z.string(),
        /** Inclusive local days, cut to the range: what a click on the bucket narrows to. */
        since: z.string(),
        until: z.string(),
      }),
    ),
    /** Largest first, except token classes, which keep their order. Arrays run parallel to `buckets`. */
    stacks: z.array(
      z.object({
        /** Token class, model id, machine uid or project key: what a filter takes. `rest` = all others. */
        id: z.string(),
        name: z.string(),
        slot: colourSlot,
        tokens: z.array(z.number().int()),
        cost: z.array(z.number()),
        totalTokens: z.number().int(),
        totalCost: z.number(),
      }),
    ),
    /** Per bucket, over all stacks. */
    tokens: z.array(z.number().int()),
    cost: z.array(z.number()),
    turns: z.array(z.number().int()),
  }),
});
export type SeriesReport = z.infer<typeof seriesReport>;
