import { z } from 'zod';

/** What another machine's papers in the workspace say of it here. */
const machinePapers = z.object({
  machineId: z.string(),
  /** Version of the program on it; empty = not told. */
  version: z.string(),
  /** How much of what it has shared is here, of all, counted in `unit`. */
  unit: z.enum(['parts', 'turns']),
  have: z.number().int(),
  of: z.number().int(),
  complete: z.boolean(),
  /** What is here may be wrong; else, when it is not complete, more is to come. */
  inDoubt: z.boolean(),
  /** Why not complete, each reason once. */
  reasons: z.array(z.string()).readonly(),
  /** How far its clock is ahead of ours; 0 when it is not. */
  clockAheadSeconds: z.number().int(),
});
export type MachinePapers = z.infer<typeof machinePapers>;

export const machinePapersReport = z.object({
  /** Of this machine's last sync; null without a workspace. */
  workspace: z
    .object({
      /** Without secrets; null until the first sync has ended. */
      location: z.string().nullable(),
      /** Why it was not reached; null when it was. */
      failure: z.string().nullable(),
      /** ISO 8601, UTC: when it was reached last since the dashboard started; null = not yet. */
      reached: z.string().nullable(),
    })
    .nullable(),
  papers: z.array(machinePapers),
});
export type MachinePapersReport = z.infer<typeof machinePapersReport>;
