import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { modelRow } from './usage-row.ts';

/** Models with a turn in range, by cost. */
export const modelsReport = z.object({ models: z.array(modelRow) }).extend(reportEnvelope.shape);
export type ModelsReport = z.infer<typeof modelsReport>;
