import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { modelRow, periodRow } from './usage-row.ts';

/** The last seven local days, today included, each with a row even when nothing was used; and the same by model. */
export const weekReport = z
  .object({ week: z.array(periodRow), models: z.array(modelRow) })
  .extend(reportEnvelope.shape);
export type WeekReport = z.infer<typeof weekReport>;
