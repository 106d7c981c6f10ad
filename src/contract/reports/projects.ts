import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { projectRow } from './usage-row.ts';

/** Projects with a turn in range, by cost. */
export const projectsReport = z.object({ projects: z.array(projectRow) }).extend(reportEnvelope.shape);
export type ProjectsReport = z.infer<typeof projectsReport>;
