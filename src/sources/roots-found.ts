import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { transcriptRoots } from './claude-code/roots.ts';
import { discoverAll } from './registry.ts';
import type { Surroundings } from './source.ts';

export interface RootFound {
  readonly path: string;
  /** The folder is there. */
  readonly found: boolean;
  /** Files below it that a scan reads. */
  readonly transcripts: number;
}

/** Every folder that is looked at, in the order of the search, whether it is there or not. Files count behind links too. */
export function rootsFound(at: Surroundings): RootFound[] {
  const { projects, desktop } = transcriptRoots(at);
  const paths = discoverAll(at).files.map((file) => file.path);
  return [...new Set([...projects, ...desktop])].map((root) => {
    const real = realPath(root);
    const inside =
      real === undefined ? [] : paths.filter((path) => path.startsWith(real.endsWith(sep) ? real : real + sep));
    return { path: root, found: real !== undefined, transcripts: inside.length };
  });
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    // There, but not ours to look into: the discovery names it among its problems.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? path : undefined;
  }
}
