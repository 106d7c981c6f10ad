import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../contract/errors.ts';
import type { OwnPaths } from './paths.ts';
import { readConfigFile } from './read-file.ts';

/**
 * Changes the preferences file: reads it, applies `change`, puts the result in its place in one step. Other keys stay as
 * they are. Throws `config` when the file is wrong (it is left alone) or cannot be written.
 */
export function updatePreferences(paths: OwnPaths, change: ChangeValues): void {
  updateFile(paths.preferencesFile, change);
}

/** The same for what several machines share. */
export function updateWorkspaceConfig(paths: OwnPaths, change: ChangeValues): void {
  updateFile(paths.workspaceFile, change);
}

type ChangeValues = (values: Readonly<Record<string, unknown>>) => Record<string, unknown>;

function updateFile(path: string, change: ChangeValues): void {
  const content = readConfigFile(path);
  if (content.state === 'wrong') {
    throw new UsageError(
      'config',
      `${path} is ${content.found}, expected ${content.takes}`,
      'Put it right first; it was left alone.',
    );
  }
  const values = change(content.state === 'read' ? content.values : {});
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    replaceFile(targetOf(path), `${JSON.stringify(values, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(
      'config',
      `${path} cannot be written (${(error as Error).message})`,
      'Check its folder and rights.',
      {
        cause: error,
      },
    );
  }
}

/** What a link points to, so that a file kept elsewhere (dotfiles) is replaced there and the link stays. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw error;
  }
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
