import { existsSync } from 'node:fs';
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

/** Every folder that is looked at, in the order of the search, whether it is there or not. */
export function rootsFound(at: Surroundings): RootFound[] {
  const { projects, desktop } = transcriptRoots(at);
  const paths = discoverAll(at).files.map((file) => file.path);
  return [...projects, ...desktop].map((root) => ({
    path: root,
    found: existsSync(root),
    transcripts: paths.filter((path) => path.startsWith(root.endsWith(sep) ? root : root + sep)).length,
  }));
}
