import { statSync } from 'node:fs';
import { UsageError } from '../contract/errors.ts';

/** Throws `config` with the command to run when a file that may hold a password is open to others. */
export function requirePrivate(path: string): void {
  if (process.platform === 'win32') return;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || (stat.mode & 0o077) === 0) return;
  throw new UsageError(
    'config',
    `${path} may hold a password, and others can read it.`,
    `Run \`chmod 600 ${path}\` and try again.`,
  );
}
