import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { pageEnvelope } from './page.ts';

export const attentionQuery = filterQuery;
export type AttentionQuery = z.infer<typeof attentionQuery>;

const count = z.number().int().nonnegative();
const sessionRef = z.object({
  sessionId: z.string(),
  title: z.string(),
  project: z.string(),
  cost: z.number(),
});

/** What deserves a look, by kind. The page writes the sentence; every number in it comes from here. */
export const attentionItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unpriced-model'), model: z.string(), tokens: count, turns: count }),
  /** Lines and files that could not be read; not counted anywhere. */
  z.object({ kind: z.literal('skipped'), lines: count, files: count }),
  z.object({
    kind: z.literal('silent-machine'),
    machineId: z.string(),
    machine: z.string(),
    since: z.string(),
    days: count,
  }),
  /** A day at least 3 times the median active day of the 28 days before it, and above one dollar. */
  z.object({ kind: z.literal('unusual-day'), day: z.string(), cost: z.number(), usual: z.number(), times: z.number() }),
  /** The fewest sessions that make 80 % of the cost; only with at least 10 sessions. */
  z.object({
    kind: z.literal('concentration'),
    sessions: count,
    ofSessions: count,
    share: z.number(),
    cost: z.number(),
    /** At most 5, dearest first. */
    top: z.array(sessionRef),
  }),
  /** One of the range's dearest sessions with a cache hit rate under 0.5 over at least 20 turns. */
  sessionRef.extend({ kind: z.literal('cache-misses'), cacheHitRate: z.number() }),
  z.object({ kind: z.literal('unfinal-turns'), turns: count }),
  z.object({ kind: z.literal('legacy-duplicates'), rows: count }),
]);
export type AttentionItem = z.infer<typeof attentionItem>;

/** Most urgent first: what makes the figures wrong, then what makes them large. At most 12 items. */
export const attentionReport = pageEnvelope.extend({ attention: z.array(attentionItem) });
export type AttentionReport = z.infer<typeof attentionReport>;
