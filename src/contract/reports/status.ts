import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What was read and from where: the page's footer, its empty state, and how old its figures are. */
export const statusReport = z.object({
  status: z.object({
    version: z.string(),
    /** Date of the price table. */
    priceTable: z.string(),
    /** The machine's IANA zone. */
    timezone: z.string(),
    /** Path of the ledger, for messages. */
    ledger: z.string(),
    /** Every folder that was looked at, whether there or not. */
    roots: z.array(z.object({ path: z.string(), found: z.boolean(), transcripts: count })),
    turns: count,
    sessions: count,
    files: count,
    skippedLines: count,
    skippedFiles: count,
    scanning: z.boolean(),
    /** ISO 8601, UTC; null = not since the ledger was made. */
    lastScan: z.string().nullable(),
    /** ISO 8601, UTC, of the newest turn. */
    lastTurn: z.string().nullable(),
  }),
  revision: z.string(),
});
export type StatusReport = z.infer<typeof statusReport>;
