import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { olderDatabaseMachines } from '../ledger/older-database.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { isSnapshotWriter } from './snapshot-claim.ts';
import { patiently, unavailable } from './folder/not-now.ts';
import type { Sharer } from './share-rules.ts';

/** A whole file goes over the drive each time, so not often. */
const EVERY_MS = 10 * 60_000;
/** Note: something was taken back, so that the file must not wait. */
export const SNAPSHOT_DUE = 'snapshot_due';

/**
 * Puts the union at `db_path` for SQL tools, whole and by rename, when something changed and the last time is long enough
 * ago. Only the machine with the best claim does (snapshot-claim.ts). Returns whether it was written. Throws
 * FolderUnavailable when a program holds the file or the drive cannot take it now; the next time tries again.
 */
export async function writeSnapshotFile(
  ledger: SqlLedger,
  dbPath: string,
  sharer: Sharer,
  self: string,
  nowMs: number,
): Promise<boolean> {
  const state = ledger.workspace();
  if (!isSnapshotWriter(ledger, self)) return false;
  const revision = await ledger.reader.revision();
  const isDue = state.note(SNAPSHOT_DUE) === 'yes';
  if (!isDue && state.note('snapshot_revision') === revision) return false;
  if (!isDue && nowMs - Number(state.note('snapshot_ms') ?? '0') < EVERY_MS) return false;
  // An older dashboard may have made its database there again: its rows are imported first.
  if (olderDatabaseMachines(dbPath)) return false;
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-snapshot-'));
  try {
    const made = join(folder, 'snapshot.db');
    ledger.writeSnapshot(made, (session) => sharer.session(session), nowMs);
    await replace(dbPath, readFileSync(made));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await ledger.write((w) => {
    w.workspace.setNote('snapshot_revision', revision);
    w.workspace.setNote('snapshot_ms', String(nowMs));
    w.workspace.setNote(SNAPSHOT_DUE, '');
  });
  return true;
}

/** Takes the snapshot away, on the machine that writes it. */
export async function removeSnapshotFile(ledger: SqlLedger, dbPath: string, self: string): Promise<void> {
  if (!isSnapshotWriter(ledger, self) || olderDatabaseMachines(dbPath)) return;
  await patiently(() => rm(dbPath, { force: true }));
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(draft, 'wx', 0o666);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await patiently(() => rename(draft, path));
  } catch (error) {
    throw unavailable(error) ?? error;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
