import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { colourSlot, pageEnvelope } from './page.ts';

export const RANKINGS = ['project', 'model', 'machine'] as const;
export type Ranking = (typeof RANKINGS)[number];

export const rankedQuery = filterQuery.extend({
  by: z.enum(RANKINGS),
  sort: z.enum(['cost', 'tokens']).default('cost'),
  limit: z.coerce.number().int().min(1).max(200).default(8),
});
export type RankedQuery = z.infer<typeof rankedQuery>;

const rankedFigures = z.object({
  cost: z.number(),
  tokens: z.number().int(),
  turns: z.number().int(),
  /** Fractions of the range's total, 0 to 1. */
  costShare: z.number(),
  tokenShare: z.number(),
});

/** The largest projects, models or machines: a short form of the reports of those names, only what is on the screen. */
export const rankedReport = pageEnvelope.extend({
  ranked: z.object({
    by: z.enum(RANKINGS),
    rows: z.array(
      rankedFigures.extend({
        /** Project key, model id or machine uid. */
        id: z.string(),
        name: z.string(),
        slot: colourSlot,
        sessions: z.number().int(),
        /** Tokens without a price: not in cost. */
        unpricedTokens: z.number().int(),
        /** Cost over the range in at most 40 even steps, for the row's spark. */
        spark: z.array(z.number()),
      }),
    ),
    /** All rows that the limit left out, as one; null when none. */
    rest: rankedFigures.extend({ rows: z.number().int() }).nullable(),
  }),
});
export type RankedReport = z.infer<typeof rankedReport>;
