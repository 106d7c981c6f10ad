import { sameBytes } from './line-bytes.ts';
import { noPlace } from './place-reader.ts';

/** Longer openings are not remembered. */
const LIMIT = 1024;

/**
 * Remembers the bytes between `parentUuid` and the first of `type` and `message`: folder, session, version, branch and
 * so on are the same from line to line, so comparing them replaces walking them.
 */
export class OpeningMemo {
  /** Filled by the caller after `learn`. */
  readonly facts = noPlace();
  readonly #bytes = new Uint8Array(LIMIT);
  readonly #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Index after the opening at `start` when it is the remembered one, else -1. `facts` are valid then. */
  match(bytes: DataView, start: number, end: number): number {
    const length = this.#length;
    if (length === 0 || start + length > end) return -1;
    return sameBytes(bytes, start, this.#view, 0, length) ? start + length : -1;
  }

  /** Takes `buf[start, end)` as the opening that `facts` will stand for. False when it is too long. */
  learn(buf: Buffer, start: number, end: number): boolean {
    this.#length = 0;
    if (end - start > LIMIT) return false;
    this.#bytes.set(buf.subarray(start, end));
    this.#length = end - start;
    return true;
  }
}
