import type { DiscoveredFile, Discovery, DiscoveryProblem, Surroundings } from '../source.ts';
import { byCodeUnit, realFolders, walk, type WalkRules } from '../walk.ts';
import { transcriptRoots } from './roots.ts';

/** Transcripts; not the copies and journals that repeat or replace them (transcripts.md 1.1). */
const TRANSCRIPTS: WalkRules = {
  file: (name) =>
    name.endsWith('.jsonl') && name !== 'journal.jsonl' && !name.includes('.orphaned') && !name.includes('.superseded'),
  folder: (name) => name !== 'tool-results',
};

/** In Desktop's folders transcripts stand below `.claude/projects`, its own audit logs beside. */
const IN_PROJECTS = /[\\/]\.claude[\\/]projects[\\/]/;

/** Every transcript under every root, once. */
export function discoverTranscripts(at: Surroundings): Discovery {
  const roots = transcriptRoots(at);
  const files = new Map<string, DiscoveredFile>();
  const problems: DiscoveryProblem[] = [];
  const add = (root: string, wanted: (path: string) => boolean): void => {
    const found = walk(root, TRANSCRIPTS, 'claude-code');
    problems.push(...found.problems);
    for (const file of found.files) if (wanted(file.path)) files.set(file.path, file);
  };
  for (const root of realFolders(roots.projects)) add(root, () => true);
  for (const root of realFolders(roots.desktop)) add(root, (path) => IN_PROJECTS.test(path));
  return { files: [...files.values()].sort((a, b) => byCodeUnit(a.path, b.path)), problems };
}
