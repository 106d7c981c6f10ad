import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { periodRow } from './usage-row.ts';

/** Months with usage; `period` is `2026-11`. A month cut by the range holds the days in range. */
export const monthlyReport = z.object({ monthly: z.array(periodRow) }).extend(reportEnvelope.shape);
export type MonthlyReport = z.infer<typeof monthlyReport>;
