import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What a scan found: transcripts by what became of them, and the turns and sessions it added. */
export const rescanReport = z.object({
  new: count,
  updated: count,
  skipped: count,
  turns: count,
  sessions: count,
});
export type RescanReport = z.infer<typeof rescanReport>;
