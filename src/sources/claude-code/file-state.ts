import { basename, dirname } from 'node:path';
import type { BatchWriter } from '../batch-writer.ts';
import type { FileContext } from '../line-parser.ts';
import { projectKeyOf } from '../../lib/project-of.ts';

/** What a transcript's path says, used where its lines say nothing. */
export interface PathFacts {
  /** Sub-agent file: every line counts as sidechain. */
  readonly sidechain: boolean;
  readonly sessionId: string;
  readonly agentId: string;
  /** Name of the project folder below `projects`, else of the file's own folder. */
  readonly slug: string;
}

/** Reads `<projects>/<slug>/<session>.jsonl`, `<slug>/agent-<id>.jsonl` and `<slug>/<session>/subagents/…/agent-<id>.jsonl`. */
export function pathFactsOf(path: string): PathFacts {
  const parts = path.replaceAll('\\', '/').split('/');
  const stem = (parts.at(-1) ?? '').replace(/\.jsonl$/, '');
  const projects = parts.lastIndexOf('projects', parts.length - 3);
  const folder = projects >= 0 ? (parts[projects + 1] ?? '') : basename(dirname(parts.join('/')));
  const subagents = parts.lastIndexOf('subagents', parts.length - 2);
  const agentFile = stem.startsWith('agent-');
  const parent = subagents > 0 ? (parts[subagents - 1] ?? '') : '';
  const ownFolder = projects < 0 && subagents > 1 ? (parts[subagents - 2] ?? '') : folder;
  return {
    sidechain: agentFile || subagents > 0,
    sessionId: subagents > 0 ? parent : agentFile ? '' : stem,
    agentId: agentFile ? stem.slice('agent-'.length) : '',
    slug: ownFolder,
  };
}

/** The parser's memory of the file it reads. */
export class FileState {
  readonly writer: BatchWriter;
  readonly fileId: number;
  readonly path: PathFacts;
  /** Epoch milliseconds of the last counted line; NaN when there is none. */
  lastTimestampMs: number;
  readonly defaultSessionId: number;
  readonly defaultAgentId: number;
  readonly #projects = new Map<number, number>();
  #cwdId = -1;
  #projectId = 0;

  constructor(writer: BatchWriter, file: FileContext) {
    this.writer = writer;
    this.fileId = file.fileId;
    this.path = pathFactsOf(file.path);
    this.lastTimestampMs = file.lastTimestampMs ?? NaN;
    this.defaultSessionId = writer.strings.intern(this.path.sessionId);
    this.defaultAgentId = writer.strings.intern(this.path.agentId);
  }

  /** String id of the project key of a working directory (by string id). */
  projectOf(cwdId: number): number {
    if (cwdId === this.#cwdId) return this.#projectId;
    let id = this.#projects.get(cwdId);
    if (id === undefined) {
      id = this.writer.strings.intern(projectKeyOf(this.writer.strings.get(cwdId), this.path.slug));
      this.#projects.set(cwdId, id);
    }
    this.#cwdId = cwdId;
    this.#projectId = id;
    return id;
  }
}
