import type { BatchWriter } from '../batch-writer.ts';
import type { FileContext, LineParser } from '../line-parser.ts';
import { FileState } from './file-state.ts';
import { SlowParser } from './slow-parse.ts';

/** Parses transcripts of Claude Code into `writer`. */
export class ClaudeCodeParser implements LineParser {
  readonly #writer: BatchWriter;
  readonly #slow = new SlowParser();
  #state: FileState | undefined;

  constructor(writer: BatchWriter) {
    this.#writer = writer;
  }

  begin(file: FileContext): void {
    this.#state = new FileState(this.#writer, file);
  }

  line(buf: Buffer, start: number, end: number, offset: number): void {
    if (this.#state !== undefined) this.#slow.line(this.#state, buf, start, end, offset);
  }

  unfinished(buf: Buffer, start: number, end: number, offset: number): void {
    const state = this.#state;
    if (state === undefined || !isWholeRecord(buf, start, end)) return;
    const before = state.lastTimestampMs;
    this.#slow.line(state, buf, start, end, offset);
    state.lastTimestampMs = before;
  }

  end(): number | null {
    const last = this.#state?.lastTimestampMs ?? NaN;
    this.#state = undefined;
    return Number.isNaN(last) ? null : last;
  }
}

function isWholeRecord(buf: Buffer, start: number, end: number): boolean {
  if (buf[end - 1] !== 0x7d) return false;
  try {
    JSON.parse(buf.toString('utf8', start, end));
    return true;
  } catch {
    return false;
  }
}
