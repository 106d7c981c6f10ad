import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { BatchWriter } from '../batch-writer.ts';
import type { ProblemFact } from '../event-batch.ts';
import type { LineParser } from '../line-parser.ts';
import { formatProof, HEAD_BYTES, proofAt, proofHolds, stampOf, TAIL_BYTES, type FileStamp } from './fingerprint.ts';

const NEWLINE = 10;
const READ_BYTES = 256 * 1024;
/** A buffer that grew beyond this for one long line is given back afterwards. */
const KEEP_BYTES = 4 * 1024 * 1024;
/** Longest line that is parsed, in bytes. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** How far a file was read. Commit it in the transaction that commits the rows. */
export interface FileCursor {
  /** Byte after the last newline that was consumed. */
  readonly offset: number;
  /** Proof of the bytes before `offset` (fingerprint.ts). */
  readonly proof: string;
  /** Timestamp of the last counted line, for later lines without one; epoch milliseconds. */
  readonly lastTimestampMs: number | null;
}

export interface ScanInput {
  readonly path: string;
  readonly fileId: number;
  /** Where the last scan stopped; absent to read from the start. */
  readonly cursor?: FileCursor | undefined;
  /** For tests. */
  readonly maxLineBytes?: number;
}

export interface ScanResult {
  readonly cursor: FileCursor;
  /** The file as it was when it was opened: a later change shows as a different stamp. */
  readonly stamp: FileStamp;
  /** The cursor given did not fit the file any more, so it was read from the start. */
  readonly restarted: boolean;
  readonly lines: number;
  /** Bytes consumed by this scan. */
  readonly bytes: number;
}

/** Reads files through one reused buffer. Not reentrant; one per worker. */
export class FileScanner {
  #buffer = Buffer.allocUnsafe(READ_BYTES * 2);
  #start = 0;
  #end = 0;
  #lines = 0;

  /**
   * Reads the complete lines of a file behind its cursor into `parser`, which writes to `writer`. A last line without
   * newline counts when it is whole, and is read again by the next scan. Throws what `open` and `read` throw (code ENOENT, EACCES, EISDIR, EIO, …).
   */
  scan(input: ScanInput, parser: LineParser, writer: BatchWriter): ScanResult {
    const fd = openSync(input.path, 'r');
    try {
      return this.#scanOpen(fd, input, parser, writer);
    } finally {
      closeSync(fd);
    }
  }

  #scanOpen(fd: number, input: ScanInput, parser: LineParser, writer: BatchWriter): ScanResult {
    const stamp = stampOf(fstatSync(fd));
    const before = input.cursor;
    const fits = before !== undefined && before.offset <= stamp.size && proofHolds(fd, before.offset, before.proof);
    const from = fits ? before.offset : 0;
    const lastTimestampMs = fits ? before.lastTimestampMs : null;
    parser.begin({ fileId: input.fileId, path: input.path, offset: from, lastTimestampMs });
    const body = this.#readLines(fd, from, input, parser, writer);
    const proof = body.proof ?? proofAt(fd, body.offset);
    return {
      cursor: { offset: body.offset, proof, lastTimestampMs: parser.end() },
      stamp,
      restarted: before !== undefined && !fits,
      lines: this.#lines,
      bytes: body.offset - from,
    };
  }

  /** Returns the offset behind the last newline, and its proof when the whole file passed through one buffer. */
  #readLines(
    fd: number,
    from: number,
    input: ScanInput,
    parser: LineParser,
    writer: BatchWriter,
  ): { offset: number; proof: string | undefined } {
    const limit = input.maxLineBytes ?? MAX_LINE_BYTES;
    this.#start = this.#end = this.#lines = 0;
    let base = from; // file offset of buffer[0]
    let skipping = -1; // offset of an over-long line that is being skipped
    let offset = from;
    for (;;) {
      base += this.#makeRoom();
      const got = readSync(fd, this.#buffer, this.#end, this.#buffer.length - this.#end, base + this.#end);
      if (got === 0) break;
      const searchFrom = this.#end;
      this.#end += got;
      if (skipping >= 0) {
        const newline = this.#indexOfNewline(this.#start);
        if (newline < 0) {
          this.#start = this.#end;
          continue;
        }
        this.#start = newline + 1;
        skipping = -1;
        offset = base + this.#start;
      }
      this.#parseLines(base, Math.max(searchFrom, this.#start), limit, parser, writer, input.fileId);
      offset = Math.max(offset, base + this.#start);
      if (this.#end - this.#start > limit) {
        skipping = base + this.#start;
        writer.addProblem(tooLong(input.fileId, skipping, limit));
        this.#start = this.#end;
      }
    }
    if (skipping < 0 && this.#end > this.#start) parser.unfinished(this.#buffer, this.#start, this.#end, offset);
    const proof = from === 0 && base === 0 ? this.#proofInBuffer(offset) : undefined;
    if (this.#buffer.length > KEEP_BYTES) this.#buffer = Buffer.allocUnsafe(READ_BYTES * 2);
    return { offset, proof };
  }

  /** Moves the unread rest to the front, grows when it fills half the buffer. Returns how far the front moved. */
  #makeRoom(): number {
    const space = this.#buffer.length - this.#end;
    if (space >= READ_BYTES) return 0;
    const moved = this.#start;
    const rest = this.#end - this.#start;
    if (rest > this.#buffer.length - READ_BYTES) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(larger, 0, this.#start, this.#end);
      this.#buffer = larger;
    } else {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = rest;
    return moved;
  }

  #indexOfNewline(from: number): number {
    const at = this.#buffer.indexOf(NEWLINE, from);
    return at >= this.#end ? -1 : at;
  }

  /** Parses the complete lines in the buffer. There is no newline between #start and `searchFrom`. */
  #parseLines(
    base: number,
    searchFrom: number,
    limit: number,
    parser: LineParser,
    writer: BatchWriter,
    fileId: number,
  ): void {
    let newline = this.#indexOfNewline(searchFrom);
    if (newline < 0) return;
    const last = this.#buffer.lastIndexOf(NEWLINE, this.#end - 1);
    const clean = isUtf8(this.#buffer.subarray(this.#start, last));
    while (newline >= 0) {
      const start = this.#start;
      if (newline > start) {
        this.#lines += 1;
        if (!clean) this.#checkUtf8(start, newline, base, writer, fileId);
        if (newline - start > limit) writer.addProblem(tooLong(fileId, base + start, limit));
        else parser.line(this.#buffer, start, newline, base + start);
      }
      this.#start = newline + 1;
      newline = newline === last ? -1 : this.#indexOfNewline(this.#start);
    }
  }

  #checkUtf8(start: number, end: number, base: number, writer: BatchWriter, fileId: number): void {
    if (isUtf8(this.#buffer.subarray(start, end))) return;
    writer.addProblem({
      fileId,
      kind: 'bad-utf8',
      offset: base + start,
      detail: 'bytes that are not UTF-8; read as U+FFFD',
    });
  }

  #proofInBuffer(offset: number): string {
    if (offset === 0) return '';
    const headLength = Math.min(offset, HEAD_BYTES);
    const tail = this.#buffer.subarray(Math.max(0, offset - TAIL_BYTES), offset);
    return formatProof(headLength, this.#buffer.subarray(0, headLength), tail);
  }
}

const tooLong = (fileId: number, offset: number, limit: number): ProblemFact => ({
  fileId,
  kind: 'too-long',
  offset,
  detail: `line above ${limit} bytes; skipped`,
});
