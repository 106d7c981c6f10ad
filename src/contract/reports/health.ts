import { z } from 'zod';
import { scanEvent } from '../scan-event.ts';

const count = z.number().int().nonnegative();

/** Answers 200 while the ledger answers, 500 with `status: 'error'` when it does not. */
export const healthReport = z.object({
  status: z.enum(['ok', 'error']),
  version: z.string(),
  /** Path of the ledger. */
  db_path: z.string(),
  sessions: count,
  turns: count,
  /** Why the ledger does not answer. */
  error: z.string().optional(),
  /** How the last scan went: its failure does not make the ledger unhealthy, it makes the figures old. */
  scan: scanEvent,
});
export type HealthReport = z.infer<typeof healthReport>;
