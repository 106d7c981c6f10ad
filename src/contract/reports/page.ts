import { z } from 'zod';
import { coverage, meta } from './usage-row.ts';

/**
 * What every answer to the page carries beside its own key.
 * Routes: GET /api/v1/<name> with the query of the report; all of them take the filter bar's `filterQuery`.
 *
 * | route                    | query                | response               | made by |
 * |--------------------------|----------------------|------------------------|---------|
 * | `/api/v1/summary`         | summaryQuery         | summaryReport          | reports |
 * | `/api/v1/series`          | seriesQuery          | seriesReport           | reports |
 * | `/api/v1/ranked`          | rankedQuery          | rankedReport           | reports |
 * | `/api/v1/heatmap`         | heatmapQuery         | heatmapReport          | reports |
 * | `/api/v1/recent-sessions` | recentSessionsQuery  | recentSessionsReport   | reports |
 * | `/api/v1/attention`       | attentionQuery       | attentionReport        | reports |
 * | `/api/v1/filters`         | filterOptionsQuery   | filterOptionsReport    | reports |
 * | `/api/v1/status`          | none                 | statusReport           | server  |
 * | `/api/v1/events`          | none                 | SSE, event `revision`, data `revisionEvent` | server |
 */
export const pageEnvelope = z.object({
  coverage,
  meta,
  /** `LedgerReader.revision()` the answer was made from. */
  revision: z.string(),
});

/** Data of the server-sent event `revision`: sent once on connection and on each change. */
export const revisionEvent = z.object({
  revision: z.string(),
  /** ISO 8601, UTC: when the server noticed. */
  at: z.string(),
});
export type RevisionEvent = z.infer<typeof revisionEvent>;

/**
 * Index of a colour, stable for the life of the ledger: the ordinal of the model, project or machine by
 * first appearance, whatever is filtered. -1 = no colour of its own (the rest of a ranking).
 */
export const colourSlot = z.number().int().min(-1);

/** The token classes, in the order in which they are stacked. `webSearch` has a cost and no tokens. */
export const TOKEN_CLASSES = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'input', 'output', 'webSearch'] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

/** What a chart or a ranking can be split by. */
export const STACKS = ['class', 'model', 'machine', 'project'] as const;
export type Stack = (typeof STACKS)[number];
