import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { transcriptRoots } from '../sources/claude-code/roots.ts';
import { discoverAll } from '../sources/registry.ts';
import type { Surroundings } from '../sources/source.ts';

export interface WatchOptions {
  /** Looks again even when the system said nothing: network drives, lost events, no watches left. In ms. */
  readonly pollMs?: number;
  /** How often a root that does not exist yet is looked for, in ms. */
  readonly missingRootMs?: number;
}
const POLL_MS = 20_000;
const MISSING_ROOT_MS = 1_500;
/** New folders are looked for at most this often. */
const REFRESH_MS = 250;

/**
 * Calls `onChange` whenever a transcript may have changed: a hint, never a promise, so a scan decides what is new. Watches
 * every folder that holds transcripts; where the system gives no watches, polling does the work.
 */
export function watchTranscripts(
  at: Surroundings,
  onChange: () => void,
  options: WatchOptions = {},
): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  const timers = new Set<NodeJS.Timeout>();
  let refreshing: NodeJS.Timeout | undefined;

  const repeat = (everyMs: number, work: () => void): void => {
    const timer = setInterval(work, everyMs);
    timer.unref();
    timers.add(timer);
  };
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (event) => {
        onChange();
        // A name came or went: perhaps a new project folder, which needs a watch of its own.
        if (event === 'rename') refreshing ??= setTimeout(refresh, REFRESH_MS).unref();
      });
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // Gone again, or no watches left: the poll still sees it.
      return;
    }
  };
  const refresh = (): void => {
    refreshing = undefined;
    const folders = foldersOf(at);
    for (const folder of folders) add(folder);
    for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
    onChange();
  };

  for (const folder of foldersOf(at)) add(folder);
  repeat(options.pollMs ?? POLL_MS, refresh);
  const missing = new Set(rootsOf(at).filter((root) => !existsSync(root)));
  if (missing.size > 0) {
    repeat(options.missingRootMs ?? MISSING_ROOT_MS, () => {
      const found = [...missing].filter((root) => existsSync(root));
      for (const root of found) missing.delete(root);
      if (found.length > 0) refresh();
    });
  }
  return {
    close() {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(refreshing);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

const rootsOf = (at: Surroundings): string[] => {
  const roots = transcriptRoots(at);
  return [...roots.projects, ...roots.desktop];
};

/** Every existing root, every folder that holds a transcript, and the folders between. */
function foldersOf(at: Surroundings): Set<string> {
  const roots = rootsOf(at).filter((root) => existsSync(root));
  const folders = new Set(roots);
  for (const file of discoverAll(at).files) {
    for (let folder = dirname(file.path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === dirname(folder)) break;
    }
  }
  return folders;
}
