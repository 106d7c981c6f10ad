import type { Problem } from '../ledger/ledger.ts';
import type { Surroundings } from '../sources/source.ts';
import type { ReadingThread } from './reading-thread.ts';

export interface ScanProgress {
  readonly files: number;
  readonly filesTotal: number;
  readonly bytes: number;
  readonly bytesTotal: number;
  readonly rows: number;
}
export interface ScanOptions {
  readonly surroundings: Surroundings;
  /** Reads every file from its start again. History is never deleted: rows only grow more complete. */
  readonly full?: boolean;
  readonly nowMs: number;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** From how many new bytes on a second thread reads; for tests and benches. */
  readonly threadFromBytes?: number;
  /** Started early by a caller who expects much to read; read with it or not, the caller stops it. */
  readonly thread?: ReadingThread | undefined;
}
export interface ScanResult {
  readonly filesFound: number;
  readonly filesRead: number;
  readonly filesUnchanged: number;
  /** Remembered files that are gone since the last scan; their turns stay. */
  readonly filesGone: number;
  /** Files whose start had changed, read again whole. */
  readonly filesRestarted: number;
  readonly bytes: number;
  /** Rows read, before the ledger merged copies. */
  readonly rows: number;
  /** What this scan could not read. */
  readonly problems: readonly Problem[];
}
