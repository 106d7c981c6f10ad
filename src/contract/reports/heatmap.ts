import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { pageEnvelope } from './page.ts';

export const heatmapQuery = filterQuery;
export type HeatmapQuery = z.infer<typeof heatmapQuery>;

/** 168 values: index = weekday * 24 + hour, weekday 0 = Monday, in the report's zone. */
const week = z.array(z.number()).length(168);

export const heatmapReport = pageEnvelope.extend({
  heatmap: z.object({ turns: week, tokens: week, cost: week }),
});
export type HeatmapReport = z.infer<typeof heatmapReport>;
