/** Where a line differs from others of its shape: the kinds of values that are read afresh on every line. */
export const HOLE = {
  /** Any value; only walked over. */
  value: 0,
  messageId: 1,
  content: 2,
  stopReason: 3,
  timestamp: 4,
  /** Counters are `counter + COUNTER.<name>`. */
  counter: 8,
} as const;

/** Places of the counters in UsageReader.counts. */
export const COUNTER = {
  input: 0,
  output: 1,
  cacheWrite: 2,
  cacheRead: 3,
  split5m: 4,
  split1h: 5,
  webSearches: 6,
} as const;
export const COUNTERS = 7;

/** More holes than any real line has. */
export const MAX_HOLES = 96;

/** The holes of the line being walked, in order: kind, first byte, byte after. */
export class Holes {
  readonly kinds = new Uint8Array(MAX_HOLES);
  readonly starts = new Int32Array(MAX_HOLES);
  readonly ends = new Int32Array(MAX_HOLES);
  count = 0;

  add(kind: number, start: number, end: number): void {
    const at = this.count;
    if (at < MAX_HOLES) {
      this.kinds[at] = kind;
      this.starts[at] = start;
      this.ends[at] = end;
    }
    this.count = at + 1;
  }
}
