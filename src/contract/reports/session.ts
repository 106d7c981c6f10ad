import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { sessionRow } from './usage-row.ts';

/** Sessions with a turn in range, by last activity; figures within the range. */
export const sessionReport = z.object({ session: z.array(sessionRow) }).extend(reportEnvelope.shape);
export type SessionReport = z.infer<typeof sessionReport>;
