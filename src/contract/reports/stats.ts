import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { modelRow, projectRow } from './usage-row.ts';

/** All time, unless a range is given: the short summary, by model, and the dearest projects. */
export const statsReport = z
  .object({
    stats: z.object({
      /** First and last local day with usage; null when there is none. */
      firstDay: z.string().nullable(),
      lastDay: z.string().nullable(),
      activeDays: z.number().int(),
      projects: z.number().int(),
      machines: z.number().int(),
      /** Means over the 30 local days that end today, days without usage included; within the filters. */
      last30Days: z.object({
        cost: z.number(),
        tokens: z.number().int(),
        costPerDay: z.number(),
        tokensPerDay: z.number(),
      }),
    }),
    models: z.array(modelRow),
    /** At most five. */
    projects: z.array(projectRow),
  })
  .extend(reportEnvelope.shape);
export type StatsReport = z.infer<typeof statsReport>;
