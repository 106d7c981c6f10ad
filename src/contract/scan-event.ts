import { z } from 'zod';

/** Data of the server-sent event `scan`: sent once on connection, and when a scan begins, ends or fails. */
export const scanEvent = z.object({
  scanning: z.boolean(),
  /** ISO 8601, UTC: end of the last good scan by this server; null = none yet. */
  lastScan: z.string().nullable(),
  /** Why the last scan failed; null after a good one. The figures then are as old as `lastScan`. */
  failure: z.object({ at: z.string(), message: z.string() }).nullable(),
});
export type ScanEvent = z.infer<typeof scanEvent>;
