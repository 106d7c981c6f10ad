import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { modelRow } from './usage-row.ts';

/** The current local day by model. */
export const todayReport = z.object({ today: z.array(modelRow) }).extend(reportEnvelope.shape);
export type TodayReport = z.infer<typeof todayReport>;
