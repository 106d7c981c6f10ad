import type { BatchWriter } from '../batch-writer.ts';
import { isWholeRecord } from '../jsonl/parse-record.ts';
import type { FileContext, LineParser } from '../line-parser.ts';
import { FastParser, OUTCOME } from './fast-parse.ts';
import { FileState } from './file-state.ts';
import { SlowParser } from './slow-parse.ts';

/** Parses transcripts of Claude Code into `writer`: off the bytes where it can, by JSON.parse where it must. */
export class ClaudeCodeParser implements LineParser {
  readonly #writer: BatchWriter;
  readonly #slow = new SlowParser();
  readonly #fast: FastParser | undefined;
  #state: FileState | undefined;

  constructor(writer: BatchWriter, options: { readonly fast: boolean } = { fast: true }) {
    this.#writer = writer;
    this.#fast = options.fast ? new FastParser(writer) : undefined;
  }

  begin(file: FileContext): void {
    this.#state = new FileState(this.#writer, file);
  }

  line(buf: Buffer, start: number, end: number, offset: number): void {
    const state = this.#state;
    if (state === undefined) return;
    const outcome = this.#fast?.line(state, buf, start, end) ?? OUTCOME.notMine;
    if (outcome === OUTCOME.notMine) this.#slow.line(state, buf, start, end, offset);
  }

  unfinished(buf: Buffer, start: number, end: number, offset: number): void {
    const state = this.#state;
    if (state === undefined || !isWholeRecord(buf, start, end)) return;
    const before = state.lastTimestampMs;
    this.line(buf, start, end, offset);
    state.lastTimestampMs = before;
  }

  end(): number | null {
    const last = this.#state?.lastTimestampMs ?? NaN;
    this.#state = undefined;
    return Number.isNaN(last) ? null : last;
  }
}
