import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transcriptRoots } from '../claude-code/roots.ts';
import type { DiscoveredFile, Discovery, DiscoveryProblem, Surroundings } from '../source.ts';
import { byCodeUnit, realFolders, walk } from '../walk.ts';

const AUDIT_LOGS = { file: (name: string) => name === 'audit.jsonl', folder: (name: string) => name !== '.claude' };
const TRANSCRIPTS = { file: (name: string) => name.endsWith('.jsonl'), folder: () => true };

/**
 * The audit logs of Cowork sessions that keep no transcripts. Where a session's folder has a `.claude/projects`, its
 * turns are read from there, one by one; the log would count them again.
 */
export function discoverAuditLogs(at: Surroundings): Discovery {
  const files: DiscoveredFile[] = [];
  const problems: DiscoveryProblem[] = [];
  const superseded: string[] = [];
  for (const root of realFolders(transcriptRoots(at).desktop)) {
    const found = walk(root, AUDIT_LOGS, 'cowork');
    problems.push(...found.problems);
    for (const file of found.files) {
      if (!keepsTranscripts(file.path)) files.push(file);
      else if (hasTranscripts(file.path)) superseded.push(file.path);
    }
  }
  return { files: files.sort((a, b) => byCodeUnit(a.path, b.path)), problems, superseded };
}

const projectsOf = (log: string): string => join(dirname(log), '.claude', 'projects');
const keepsTranscripts = (log: string): boolean => existsSync(projectsOf(log));
/** An empty folder tells nothing yet: what the log told before counts until something is there. */
const hasTranscripts = (log: string): boolean =>
  walk(projectsOf(log), TRANSCRIPTS, 'cowork').files.some((file) => file.size > 0);
