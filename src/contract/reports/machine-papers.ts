import { z } from 'zod';

/** What another machine's papers in the workspace say of it here. */
const machinePapers = z.object({
  machineId: z.string(),
  /** Version of the program on it; empty = not told. */
  version: z.string(),
  /** Parts of what it has shared that are here, of all. */
  have: z.number().int(),
  of: z.number().int(),
  complete: z.boolean(),
  /** Why not, each reason once. */
  reasons: z.array(z.string()).readonly(),
  /** How far its clock is ahead of ours; 0 when it is not. */
  clockAheadSeconds: z.number().int(),
});
export type MachinePapers = z.infer<typeof machinePapers>;

/** Empty without a workspace. */
export const machinePapersReport = z.object({ papers: z.array(machinePapers) });
export type MachinePapersReport = z.infer<typeof machinePapersReport>;
