/** What a drive says when something is not possible at the moment, and how long it is asked again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderUnavailable } from './folder.ts';

/** Another program holds the file, it is a placeholder, or the drive is away, full or read-only. */
const NOT_NOW = new Set(
  `EBUSY EPERM EACCES EAGAIN EIO ETIMEDOUT ENOTCONN EHOSTDOWN EHOSTUNREACH ENETUNREACH ESTALE EREMOTEIO ENXIO ELOOP
  EROFS ENOSPC EDQUOT`.split(/\s+/),
);
/** How Windows and drives like it say that a virus scanner, a sync program or a reader holds a file for a moment. */
const SHARING_VIOLATIONS = ['EPERM', 'EACCES', 'EBUSY'];
const TRIES = 5;
const FIRST_WAIT_MS = 40;

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** The error as one that passes; undefined for any other. */
export function unavailable(error: unknown): FolderUnavailable | undefined {
  return NOT_NOW.has(codeOf(error)) ? new FolderUnavailable(codeOf(error), { cause: error }) : undefined;
}

/** The work, again while another program holds the file, for up to 600 ms. Throws FolderUnavailable for what passes. */
export async function patiently<T>(work: () => Promise<T>, wait: (ms: number) => Promise<unknown> = sleep): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !SHARING_VIOLATIONS.includes(codeOf(error))) throw unavailable(error) ?? error;
      await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
}
