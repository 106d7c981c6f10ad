import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { periodRow } from './usage-row.ts';

/** Weeks with usage; `period` is the first day of the week. A week cut by the range holds the days in range. */
export const weeklyReport = z.object({ weekly: z.array(periodRow) }).extend(reportEnvelope.shape);
export type WeeklyReport = z.infer<typeof weeklyReport>;
