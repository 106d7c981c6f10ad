import { MAX_HOLES, type Holes } from './holes.ts';
import { sameBytes } from './line-bytes.ts';
import { noPlace } from './place-reader.ts';

/** Longest sum of literal bytes that is remembered. */
const LIMIT = 4096;

/**
 * Index after the value of `kind` at `at`, or a negative number when it is not as that kind must be. A form that fails
 * half-way has read only values that stand in the line under those very keys, so whoever reads on reads them again.
 */
export type ReadHole = (kind: number, buf: Buffer, at: number) => number;

/**
 * The form of a line from its first `type` or `message` on: the bytes that stay the same (keys, their order, model, tier,
 * folder, …) and between them the holes, whose values change. Learnt from a line that was walked key by key; a line of
 * the same form needs only its holes read, and walking it would take the same steps.
 */
export class TailShape {
  /** What the literal bytes say; filled by the caller after `learn`. */
  readonly facts = noPlace();
  modelId = 0;
  usageFlags = 0;
  readonly #bytes = new Uint8Array(LIMIT);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #lengths = new Int32Array(MAX_HOLES + 1);
  readonly #kinds = new Uint8Array(MAX_HOLES);
  #holes = 0;
  #used = false;

  /** Takes the form of `buf[start, end)`, whose holes are given. False when it is too large. */
  learn(buf: Buffer, start: number, end: number, holes: Holes): boolean {
    this.#used = false;
    if (holes.count > MAX_HOLES) return false;
    let from = start;
    let size = 0;
    this.#holes = 0;
    for (let i = 0; i <= holes.count; i += 1) {
      const to = i < holes.count ? (holes.starts[i] as number) : end;
      if (to < from) continue; // a hole of the opening
      if (size + to - from > LIMIT) return false;
      this.#bytes.set(buf.subarray(from, to), size);
      size += to - from;
      this.#lengths[this.#holes] = to - from;
      if (i === holes.count) break;
      this.#kinds[this.#holes] = holes.kinds[i] as number;
      this.#holes += 1;
      from = holes.ends[i] as number;
    }
    this.#used = true;
    return true;
  }

  /** True when `buf[start, end)` has this form; `readHole` has then read every hole, in order. */
  follow(bytes: DataView, buf: Buffer, start: number, end: number, readHole: ReadHole): boolean {
    if (!this.#used) return false;
    let p = start;
    let at = 0;
    for (let i = 0; ; i += 1) {
      const length = this.#lengths[i] as number;
      if (p + length > end || !sameBytes(bytes, p, this.#view, at, length)) return false;
      p += length;
      at += length;
      if (i === this.#holes) return p === end;
      p = readHole(this.#kinds[i] as number, buf, p);
      if (p < 0) return false;
    }
  }
}

/** The forms met last, most recent first. */
export class ShapeMemory {
  readonly #shapes: TailShape[];

  constructor(size: number) {
    this.#shapes = Array.from({ length: size }, () => new TailShape());
  }

  /** The remembered form of the line, now the most recent. */
  find(bytes: DataView, buf: Buffer, start: number, end: number, readHole: ReadHole): TailShape | undefined {
    for (let i = 0; i < this.#shapes.length; i += 1) {
      const shape = this.#shapes[i] as TailShape;
      if (shape.follow(bytes, buf, start, end, readHole)) {
        this.#toFront(i);
        return shape;
      }
    }
    return undefined;
  }

  /** Learns a form in place of the one unused for longest. Undefined when it is too large to be remembered. */
  learn(buf: Buffer, start: number, end: number, holes: Holes): TailShape | undefined {
    const oldest = this.#shapes[this.#shapes.length - 1] as TailShape;
    if (!oldest.learn(buf, start, end, holes)) return undefined;
    this.#toFront(this.#shapes.length - 1);
    return oldest;
  }

  #toFront(index: number): void {
    if (index === 0) return;
    const shape = this.#shapes[index] as TailShape;
    this.#shapes.copyWithin(1, 0, index);
    this.#shapes[0] = shape;
  }
}
