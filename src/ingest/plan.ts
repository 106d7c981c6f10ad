import type { StoredFile } from '../ledger/writer.ts';
import { stampText } from '../sources/jsonl/fingerprint.ts';
import type { DiscoveredFile, Discovery } from '../sources/source.ts';

/** The stamp of a file whose rows were taken back: it is never read again, whatever becomes of the other. */
export const RETRACTED = 'superseded';

export interface PlannedFile {
  readonly file: DiscoveredFile;
  /** What the ledger remembers of the path; undefined for a file it has never seen. */
  readonly known: StoredFile | undefined;
}
export interface ScanPlan {
  readonly read: readonly PlannedFile[];
  readonly unchanged: number;
  /** Files whose mark must change: gone since the last scan, or back unchanged. */
  readonly marks: readonly { readonly file: StoredFile; readonly missing: boolean }[];
  /** Files that were read before another file came to tell the same: their rows are taken back. */
  readonly retract: readonly StoredFile[];
  /** Bytes behind the cursors, for progress. */
  readonly bytes: number;
}

/**
 * What a scan has to read. Pure, but for `exists`, which is asked only about remembered files that were not discovered:
 * they may lie under roots that this scan does not look at.
 */
export function planScan(
  discovery: Discovery,
  known: ReadonlyMap<string, StoredFile>,
  exists: (path: string) => boolean,
  full: boolean,
): ScanPlan {
  const read: PlannedFile[] = [];
  const marks: { file: StoredFile; missing: boolean }[] = [];
  const seen = new Set<string>();
  let unchanged = 0;
  let bytes = 0;
  for (const file of discovery.files) {
    seen.add(file.path);
    const before = known.get(file.path);
    if (before?.stamp === RETRACTED) continue;
    if (!full && before !== undefined && before.stamp === stampText(file)) {
      unchanged += 1;
      if (before.missing !== 0) marks.push({ file: before, missing: false });
    } else {
      read.push({ file, known: before });
      bytes += Math.max(0, file.size - (full ? 0 : (before?.readOffset ?? 0)));
    }
  }
  for (const file of known.values()) {
    if (file.missing === 0 && !seen.has(file.path) && !exists(file.path)) marks.push({ file, missing: true });
  }
  const retract = (discovery.superseded ?? []).flatMap((path) => {
    const before = known.get(path);
    return before === undefined || before.stamp === RETRACTED ? [] : [before];
  });
  return { read, unchanged, marks, retract, bytes };
}
