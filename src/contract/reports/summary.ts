import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { pageEnvelope, TOKEN_CLASSES } from './page.ts';
import { usageFigures } from './usage-row.ts';

export const summaryQuery = filterQuery;
export type SummaryQuery = z.infer<typeof summaryQuery>;

/** One figure of the range beside the same figure of the previous equal period. */
const figure = z.object({
  /** Dollars, a count, or a fraction from 0 to 1, as the figure's name says. */
  value: z.number(),
  /** Null when the range is unbounded, or when the ledger begins after the previous period. */
  previous: z.number().nullable(),
  /** (value - previous) / previous; null without a previous value or when it is 0. */
  change: z.number().nullable(),
  /** One value per `sparkBuckets`. */
  spark: z.array(z.number()),
});
export type SummaryFigure = z.infer<typeof figure>;

export const summaryReport = pageEnvelope.extend({
  summary: z.object({
    /** Inclusive local days that have been counted; null on an empty ledger. Never unbounded. */
    since: z.string().nullable(),
    until: z.string().nullable(),
    /**
     * The period compared with: as many days, right before. While the range holds today, it ends at the
     * same number of days after its start (month to date against the same days of last month).
     */
    previousSince: z.string().nullable(),
    previousUntil: z.string().nullable(),
    /** Local days of the range with at least one turn. */
    activeDays: z.number().int(),
    /** US dollars. */
    cost: figure,
    tokens: figure,
    turns: figure,
    sessions: figure,
    /** cacheRead / (cacheRead + cache writes + input): 0 to 1; 0 when nothing was sent. */
    cacheHitRate: figure,
    /** Every class once, in TOKEN_CLASSES order; costs add up to `cost`, tokens to `tokens`. Shares are 0 to 1. */
    split: z.array(
      z.object({
        class: z.enum(TOKEN_CLASSES),
        tokens: z.number().int(),
        tokenShare: z.number(),
        cost: z.number(),
        costShare: z.number(),
      }),
    ),
    /** First local day (or `YYYY-MM-DDTHH` hour) of each spark value; at most 60 of them. */
    sparkBuckets: z.array(z.string()),
  }),
  totals: usageFigures,
});
export type SummaryReport = z.infer<typeof summaryReport>;
