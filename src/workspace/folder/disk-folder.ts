import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folder, FolderEntry } from './folder.ts';
import { codeOf, patiently, unavailable } from './not-now.ts';

/** A link is not followed, and a pipe that nobody writes does not stop the reader (Windows has neither flag). */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A folder on a drive of this machine, whoever syncs it. Links inside it are never followed. */
export class DiskFolder implements Folder {
  readonly location: string;
  constructor(root: string) {
    this.location = root;
  }

  async list(path: string): Promise<FolderEntry[]> {
    const folder = join(this.location, path);
    const entries = await orAbsent(() => readdir(folder, { withFileTypes: true }));
    const found: FolderEntry[] = [];
    for (const entry of entries ?? []) {
      if (entry.isDirectory()) found.push({ name: entry.name, size: 0 });
      if (!entry.isFile()) continue;
      const stat = await orAbsent(() => lstat(join(folder, entry.name)));
      if (stat?.isFile()) found.push({ name: entry.name, size: stat.size });
    }
    return found;
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const handle = await orAbsent(() => open(join(this.location, path), READ_FLAGS));
    if (!handle) return undefined;
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > maxBytes) return undefined;
      return await readWhole(handle, stat.size);
    } catch (error) {
      throw unavailable(error) ?? error;
    } finally {
      await handle.close();
    }
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const target = join(this.location, path);
    const temporary = await this.#writeTemporary(target, bytes);
    try {
      await patiently(() => rename(temporary, target));
    } catch (error) {
      await removeDraft(temporary);
      throw error;
    }
    await syncFolder(dirname(target));
  }

  async writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
    const target = join(this.location, path);
    const temporary = await this.#writeTemporary(target, bytes);
    try {
      await link(temporary, target);
      await syncFolder(dirname(target));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      return await this.#createWithoutLink(target, bytes, error);
    } finally {
      await removeDraft(temporary);
    }
  }

  async remove(path: string): Promise<void> {
    await patiently(() => rm(join(this.location, path), { force: true }));
  }

  /** Some drives have no hard links: there the exclusive creation is not whole-or-nothing, but still exclusive. */
  async #createWithoutLink(target: string, bytes: Uint8Array, cause: unknown): Promise<boolean> {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(codeOf(cause)))
      throw unavailable(cause) ?? cause;
    try {
      const handle = await open(target, 'wx', 0o666);
      await handle.writeFile(bytes);
      await handle.sync();
      await handle.close();
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw unavailable(error) ?? error;
    }
  }

  async #writeTemporary(target: string, bytes: Uint8Array): Promise<string> {
    const temporary = join(dirname(target), `.${randomBytes(8).toString('hex')}.tmp`);
    try {
      await mkdir(dirname(target), { recursive: true });
      const handle = await open(temporary, 'wx', 0o666);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      await removeDraft(temporary);
      throw unavailable(error) ?? error;
    }
    return temporary;
  }
}

/** What happened to the file itself is what the caller hears of; a draft that stays is ignored by everybody. */
async function removeDraft(temporary: string): Promise<void> {
  await rm(temporary, { force: true }).catch(() => undefined);
}

async function readWhole(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(size);
  let got = 0;
  while (got < size) {
    const { bytesRead } = await handle.read(bytes, got, size - got, got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return bytes.subarray(0, got);
}

/** Makes the rename durable where the platform can (not on Windows, and not on some network drives). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function orAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw unavailable(error) ?? error;
  }
}
