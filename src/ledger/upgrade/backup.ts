import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openSqlite } from '../dialect/sqlite.ts';

/** Hex digits of the content's hash in a backup's name. */
const HASH_DIGITS = 12;

/**
 * Copies the database to a file beside it, `<name>.backup-<UTC time>-<hash>`, checked and on disk when this returns its
 * path. What a write-ahead log holds is in the copy. The caller keeps others from writing meanwhile. An equal backup
 * that an interrupted upgrade left is taken instead of piling up another.
 */
export async function backUp(path: string, now: Date): Promise<string> {
  const partial = `${path}.backup-partial`;
  rmSync(partial, { force: true });
  try {
    copyInto(path, partial);
    chmodSync(partial, statSync(path).mode & 0o777);
    sync(partial);
    const hash = await hashOf(partial);
    const kept = equalBackup(path, hash);
    if (kept !== undefined) return kept;
    const name = `${path}.backup-${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${hash}`;
    renameSync(partial, name);
    syncFolder(dirname(path));
    return name;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Reads every page of the source, so a damaged one is noticed before anything is changed. */
function copyInto(path: string, target: string): void {
  const source = openSqlite(path, { readonly: true });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    void source.close();
  }
  const copy = openSqlite(target, { readonly: true });
  try {
    const verdict = copy.pragma('integrity_check(1)');
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${String(verdict)}`);
  } finally {
    void copy.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex').slice(0, HASH_DIGITS);
}

function equalBackup(path: string, hash: string): string | undefined {
  const folder = dirname(path);
  const prefix = `${basename(path)}.backup-`;
  const name = readdirSync(folder).find((n) => n.startsWith(prefix) && n.endsWith(`-${hash}`));
  return name === undefined ? undefined : join(folder, name);
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Windows opens no folders, and keeps their entries without being asked. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
