import { z } from 'zod';
import { reportEnvelope } from './report-query.ts';
import { machineRow } from './usage-row.ts';

/** Machines with a turn in range, by cost. */
export const machinesReport = z.object({ machines: z.array(machineRow) }).extend(reportEnvelope.shape);
export type MachinesReport = z.infer<typeof machinesReport>;
