import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { colourSlot, pageEnvelope, TOKEN_CLASSES } from './page.ts';
import { BUCKETS, seriesReport } from './series.ts';
import { usageFigures } from './usage-row.ts';

export const machinePairQuery = filterQuery.extend({
  left: z.string().min(1).max(500).describe('id or name of a machine'),
  right: z.string().min(1).max(500).describe('id or name of another'),
  bucket: z.enum(BUCKETS).optional(),
});
export type MachinePairQuery = z.infer<typeof machinePairQuery>;

const side = z.object({
  machineId: z.string(),
  machine: z.string(),
  slot: colourSlot,
  /** A filter on machines, members or teams leaves it out: its figures are zero. */
  leftOut: z.boolean(),
  totals: usageFigures,
  activeDays: z.number().int(),
  /** cacheRead / (cacheRead + cache writes + input): 0 to 1. */
  cacheHitRate: z.number(),
  /** US dollars; 0 without a turn. */
  costPerTurn: z.number(),
});
export type MachineSide = z.infer<typeof side>;

/** A figure of both, and the left one less the right one. */
const pair = z.object({ left: z.number(), right: z.number(), difference: z.number() });
export type Pair = z.infer<typeof pair>;
const split = z.object({ cost: pair, tokens: pair, costShare: pair, tokenShare: pair });

/** Two machines side by side. Shares are of each one's own total. */
export const machinePairReport = pageEnvelope.extend({
  pair: z.object({
    left: side,
    right: side,
    /** Stacked by machine: the left one, then the right one. */
    series: seriesReport.shape.series,
    cost: pair,
    tokens: pair,
    turns: pair,
    sessions: pair,
    activeDays: pair,
    cacheHitRate: pair,
    costPerTurn: pair,
    /** Every token class once, in order. */
    classes: z.array(split.extend({ class: z.enum(TOKEN_CLASSES) })),
    /** Models that either used, dearest together first. */
    models: z.array(split.extend({ model: z.string(), slot: colourSlot, unpriced: z.boolean() })),
  }),
});
export type MachinePairReport = z.infer<typeof machinePairReport>;
