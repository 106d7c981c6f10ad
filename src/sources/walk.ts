import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { sep } from 'node:path';
import { bornMs } from './jsonl/fingerprint.ts';
import type { DiscoveredFile, DiscoveryProblem, SourceName } from './source.ts';

/** Order of names everywhere: by UTF-16 code unit, never by locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface WalkRules {
  /** Take a file with this name? */
  readonly file: (name: string) => boolean;
  /** Enter a folder with this name? */
  readonly folder: (name: string) => boolean;
}

export interface WalkResult {
  readonly files: DiscoveredFile[];
  readonly problems: DiscoveryProblem[];
}

/**
 * Lists the files below a folder. Symbolic links are not followed, neither to files (task outputs link to transcripts
 * that are read anyway) nor to folders (a loop would not end). A missing root is empty, an unreadable folder a problem.
 */
export function walk(root: string, rules: WalkRules, source: SourceName): WalkResult {
  const result: WalkResult = { files: [], problems: [] };
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of list(folder, result.problems)) {
      if (entry.isDirectory()) {
        if (rules.folder(entry.name)) pending.push(folder + sep + entry.name);
      } else if (entry.isFile() && rules.file(entry.name)) {
        look(folder + sep + entry.name, source, result);
      }
    }
  }
  return result;
}

/** The folders as the file system knows them, each once; missing ones are left out. */
export function realFolders(folders: readonly string[]): string[] {
  const real = new Set<string>();
  for (const folder of folders) {
    try {
      real.add(realpathSync.native(folder));
    } catch (error) {
      if (!isMissing(error)) real.add(folder);
    }
  }
  return [...real].sort(byCodeUnit);
}

function list(folder: string, problems: DiscoveryProblem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!isMissing(error)) problems.push({ path: folder, kind: 'unreadable-folder', detail: codeOf(error) });
    return [];
  }
}

/** Fields one by one: with ten thousand files, spreading costs as much as the looking. */
function look(path: string, source: SourceName, result: WalkResult): void {
  try {
    const stats = statSync(path);
    const { size, mtimeMs, ctimeMs, dev, ino } = stats;
    result.files.push({ path, source, size, mtimeMs, ctimeMs, dev, ino, bornMs: bornMs(stats) });
  } catch (error) {
    if (!isMissing(error)) result.problems.push({ path, kind: 'unreadable-file', detail: codeOf(error) });
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
