import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Surroundings } from '../../src/sources/source.ts';

const BASE = resolve(import.meta.dirname, '..', 'corpus', 'own', 'transcripts');
export const CANARY = 'canary-7f3d9a-body';

export interface CorpusFile {
  /** Relative to a folder that holds the roots; `/` separated. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every file of the project's own corpus, sorted by path. */
export function ownCorpusFiles(): CorpusFile[] {
  return readdirSync(BASE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BASE, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(join(BASE, path)) }));
}

/** Surroundings in which exactly the roots below `folder` are read. */
export function surroundingsOf(folder: string): Surroundings {
  const roots = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  return { env: { CLAUDE_CONFIG_DIR: roots.join(',') }, home: join(folder, 'no-home'), platform: 'linux' };
}
export const OWN_CORPUS = BASE;
