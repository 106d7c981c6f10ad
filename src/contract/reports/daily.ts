import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { periodRow } from './usage-row.ts';

/** Days with usage; `period` is `2026-11-22`, in the report's zone. */
export const dailyReport = z.object({ daily: z.array(periodRow) }).extend(reportEnvelope.shape);
export type DailyReport = z.infer<typeof dailyReport>;
