import type { RescanReport } from '../contract/reports/rescan.ts';
import type { ScanResult } from '../ingest/scan-request.ts';
import type { LedgerStats } from '../ledger/ledger.ts';

/** A scan in the words of the older dashboards: what became of the transcripts, and what the ledger gained. */
export function rescanReportOf(result: ScanResult, before: LedgerStats, after: LedgerStats): RescanReport {
  const added = Math.min(Math.max(0, after.files - before.files), result.filesRead);
  return {
    new: added,
    updated: result.filesRead - added,
    skipped: result.filesUnchanged,
    turns: Math.max(0, after.turns - before.turns),
    sessions: Math.max(0, after.sessions - before.sessions),
  };
}
