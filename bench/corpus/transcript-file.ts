import { closeSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Bodies, writeBody } from './bodies.ts';
import type { Random } from './random.ts';

/** Builds one transcript at a time in a buffer that is used again for the next. */
export class TranscriptFile {
  /** Bytes, files and lines written so far, over all files. */
  totalBytes = 0;
  totalFiles = 0;
  totalLines = 0;
  readonly #bodies: Bodies;
  readonly #random: Random;
  #buffer = Buffer.allocUnsafe(1 << 24);
  #length = 0;
  /** Offset behind each line, and how many lines with usage stand before it. */
  #lineEnds: number[] = [];
  #usageBefore: number[] = [];
  #usageLines = 0;

  constructor(bodies: Bodies, random: Random) {
    this.#bodies = bodies;
    this.#random = random;
  }

  get lines(): number {
    return this.#lineEnds.length;
  }
  /** Lines with usage in the present file. */
  get usageLines(): number {
    return this.#usageLines;
  }

  /** One line: `before` + about `bodyBytes` of text + `after`, then a newline. ASCII but for the body. */
  line(before: string, bodyBytes: number, after: string, carriesUsage = false): void {
    this.#reserve(before.length + after.length + bodyBytes + 1);
    let at = this.#length + this.#buffer.write(before, this.#length, 'latin1');
    if (bodyBytes > 0) at = writeBody(this.#bodies, this.#random, bodyBytes, this.#buffer, at);
    at += this.#buffer.write(after, at, 'latin1');
    this.#buffer[at++] = 10;
    this.#length = at;
    if (carriesUsage) this.#usageLines += 1;
    this.#lineEnds.push(at);
    this.#usageBefore.push(this.#usageLines);
  }

  /** Half a line, as a crash leaves it. */
  torn(text: string): void {
    this.#reserve(text.length);
    this.#length += this.#buffer.write(text, this.#length, 'latin1');
  }

  /** Takes the last newline away. */
  withoutLastNewline(): void {
    this.#length -= 1;
  }

  /** A copy of the first `lines` lines, to begin another file with. */
  prefix(lines: number): { readonly bytes: Buffer; readonly lines: number; readonly usageLines: number } {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#lineEnds[lines - 1]!));
    return { bytes, lines, usageLines: this.#usageBefore[lines - 1]! };
  }

  /** Begins a file with a copied history. */
  startWith(history: { readonly bytes: Buffer; readonly lines: number; readonly usageLines: number }): void {
    this.#reserve(history.bytes.length);
    this.#length = history.bytes.copy(this.#buffer);
    this.#lineEnds = new Array<number>(history.lines).fill(this.#length);
    this.#usageLines = history.usageLines;
  }

  /**
   * Writes the file and forgets it. Returns how many of its lines carry usage. `bornMs` becomes the file's modification
   * time: it stands for the birth, which cannot be set, so that a fork is younger than what it was forked from.
   */
  save(path: string, bornMs: number): number {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'w');
    for (let at = 0; at < this.#length;) at += writeSync(file, this.#buffer, at, this.#length - at);
    futimesSync(file, bornMs / 1000, bornMs / 1000);
    closeSync(file);
    const usageLines = this.#usageLines;
    this.totalBytes += this.#length;
    this.totalFiles += 1;
    this.totalLines += this.#lineEnds.length;
    this.#length = 0;
    this.#usageLines = 0;
    this.#lineEnds = [];
    this.#usageBefore = [];
    return usageLines;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes + 4096;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(needed * 2);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
