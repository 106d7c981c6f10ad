import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { UsageError } from '../contract/errors.ts';
import { expandPath, homeFolder } from '../config/paths.ts';
import type { Host } from './host.ts';

export interface Output {
  write(text: string): Promise<void>;
  /** Puts the file in its place. */
  finish(): Promise<void>;
  /** Leaves no trace of it. */
  discard(): Promise<void>;
}

/** Standard output, or a file that appears under its name only when it is whole. Throws `usage` where it cannot be made. */
export async function openOutput(host: Host, file: string | undefined): Promise<Output> {
  if (file === undefined) {
    const nothing = (): Promise<void> => Promise.resolve();
    return { write: (text) => host.stdout.write(text), finish: nothing, discard: nothing };
  }
  const path = expandPath(file, homeFolder(host.env), host.cwd);
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  const handle = await open(draft, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('usage', `${path} cannot be written (${error.code ?? error.message})`, 'Give another --out.', {
      cause: error,
    });
  });
  return {
    write: async (text) => {
      await handle.write(text);
    },
    finish: async () => {
      await handle.sync();
      await handle.close();
      await rename(draft, path);
    },
    discard: async () => {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}
