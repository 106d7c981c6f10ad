import { FLAG } from '../event-batch.ts';
import {
  ascii,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  digitsEnd,
  digitsValue,
  matches,
  OPEN_ARRAY,
  OPEN_OBJECT,
  plainQuote,
  QUOTE,
  skipNull,
  skipValue,
} from './bytes.ts';
import { COUNTER, COUNTERS, HOLE, type Holes } from './holes.ts';

const INPUT = ascii('input_tokens');
const OUTPUT = ascii('output_tokens');
const CACHE_WRITE = ascii('cache_creation_input_tokens');
const CACHE_READ = ascii('cache_read_input_tokens');
const SPLIT = ascii('cache_creation');
const SPLIT_5M = ascii('ephemeral_5m_input_tokens');
const SPLIT_1H = ascii('ephemeral_1h_input_tokens');
const SERVER_TOOLS = ascii('server_tool_use');
const WEB_SEARCHES = ascii('web_search_requests');
const TIER = ascii('service_tier');
const GEO = ascii('inference_geo');
const SPEED = ascii('speed');
const ITERATIONS = ascii('iterations');
const TYPE = ascii('type');
const BATCH = ascii('batch');
const US = ascii('us');
const FAST = ascii('fast');
const MESSAGE = ascii('"message"');

/** Bits of the keys seen, above those of the counters; a key that comes twice is left to JSON.parse. */
const SEEN = {
  SPLIT: 1 << COUNTERS,
  SERVER_TOOLS: 2 << COUNTERS,
  TIER: 4 << COUNTERS,
  GEO: 8 << COUNTERS,
  SPEED: 16 << COUNTERS,
  ITERATIONS: 32 << COUNTERS,
} as const;

/** Reads a `usage` object off the bytes into its fields. */
export class UsageReader {
  /** By COUNTER. */
  readonly counts = new Float64Array(COUNTERS);
  /** FLAG bits of speed, tier and region. */
  flags = 0;
  readonly #holes: Holes;
  #seen = 0;
  #end = 0;

  constructor(holes: Holes) {
    this.#holes = holes;
  }

  /** Everything absent, for a line that ends at `end`. */
  reset(end: number): void {
    this.counts.fill(0);
    this.flags = this.#seen = 0;
    this.#end = end;
  }

  /** Index after the object that opens at `start`; -1 when anything in it is unusual. Call `reset` before. */
  read(buf: Buffer, start: number): number {
    return this.#members(buf, start, USAGE);
  }

  /** Takes the counter at `value`; index after its digits, -1 for anything but a plain counter. */
  readCounter(index: number, buf: Buffer, value: number): number {
    const p = digitsEnd(buf, value);
    if (p > 0) this.counts[index] = digitsValue(buf, value, p);
    return p;
  }

  /** Walks the members of the object at `start`; `level` says which object it is. */
  #members(buf: Buffer, start: number, level: number): number {
    if (buf[start] !== OPEN_OBJECT) return -1;
    if (buf[start + 1] === CLOSE_OBJECT) return start + 2;
    let p = start + 1;
    for (;;) {
      if (buf[p] !== QUOTE) return -1;
      const key = p + 1;
      const quote = plainQuote(buf, key, this.#end);
      if (quote < 0 || buf[quote + 1] !== COLON) return -1;
      p =
        level === USAGE
          ? this.#member(buf, key, quote - key, quote + 2)
          : level === IN_SPLIT
            ? this.#splitMember(buf, key, quote - key, quote + 2)
            : this.#toolMember(buf, key, quote - key, quote + 2);
      if (p < 0) return -1;
      const c = buf[p];
      p += 1;
      if (c === CLOSE_OBJECT) return p;
      if (c !== COMMA) return -1;
    }
  }

  #member(buf: Buffer, key: number, length: number, value: number): number {
    switch (length) {
      case 5:
        return matches(buf, key, SPEED) ? this.#speed(buf, value) : this.#skip(buf, value);
      case 10:
        return matches(buf, key, ITERATIONS) ? this.#iterations(buf, value) : this.#skip(buf, value);
      case 12:
        if (matches(buf, key, INPUT)) return this.#counter(buf, value, COUNTER.input);
        return matches(buf, key, TIER) ? this.#word(buf, value, SEEN.TIER, BATCH, FLAG.BATCH) : this.#skip(buf, value);
      case 13:
        if (matches(buf, key, OUTPUT)) return this.#counter(buf, value, COUNTER.output);
        return matches(buf, key, GEO) ? this.#word(buf, value, SEEN.GEO, US, FLAG.US) : this.#skip(buf, value);
      case 14:
        return matches(buf, key, SPLIT) ? this.#nested(buf, value, SEEN.SPLIT, IN_SPLIT) : this.#skip(buf, value);
      case 15:
        return matches(buf, key, SERVER_TOOLS)
          ? this.#nested(buf, value, SEEN.SERVER_TOOLS, IN_TOOLS)
          : this.#skip(buf, value);
      case 23:
        return matches(buf, key, CACHE_READ) ? this.#counter(buf, value, COUNTER.cacheRead) : this.#skip(buf, value);
      case 27:
        return matches(buf, key, CACHE_WRITE) ? this.#counter(buf, value, COUNTER.cacheWrite) : this.#skip(buf, value);
      default:
        return this.#skip(buf, value);
    }
  }

  #splitMember(buf: Buffer, key: number, length: number, value: number): number {
    if (length === SPLIT_5M.length && matches(buf, key, SPLIT_5M)) return this.#counter(buf, value, COUNTER.split5m);
    if (length === SPLIT_1H.length && matches(buf, key, SPLIT_1H)) return this.#counter(buf, value, COUNTER.split1h);
    return this.#skip(buf, value);
  }

  #toolMember(buf: Buffer, key: number, length: number, value: number): number {
    return length === WEB_SEARCHES.length && matches(buf, key, WEB_SEARCHES)
      ? this.#counter(buf, value, COUNTER.webSearches)
      : this.#skip(buf, value);
  }

  #speed(buf: Buffer, value: number): number {
    if (buf[value] === QUOTE) this.flags |= FLAG.HAS_SPEED;
    return this.#word(buf, value, SEEN.SPEED, FAST, FLAG.FAST);
  }

  /** A plain string or null; sets `flag` when it is `word`. */
  #word(buf: Buffer, value: number, seen: number, word: Uint8Array, flag: number): number {
    if (!this.#first(seen)) return -1;
    if (buf[value] !== QUOTE) return skipNull(buf, value);
    const quote = plainQuote(buf, value + 1, this.#end);
    if (quote < 0) return -1;
    if (quote - value - 1 === word.length && matches(buf, value + 1, word)) this.flags |= flag;
    return quote + 1;
  }

  #nested(buf: Buffer, value: number, seen: number, level: number): number {
    if (!this.#first(seen)) return -1;
    return buf[value] === OPEN_OBJECT ? this.#members(buf, value, level) : skipNull(buf, value);
  }

  /** Null or a list of nothing but `message` entries: those are contained in the top level. */
  #iterations(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.ITERATIONS)) return -1;
    if (buf[value] !== OPEN_ARRAY) return skipNull(buf, value);
    if (buf[value + 1] === CLOSE_ARRAY) return value + 2;
    for (let p = value + 1; ; p += 1) {
      p = this.#messageIteration(buf, p);
      if (p < 0) return -1;
      if (buf[p] === CLOSE_ARRAY) return p + 1;
      if (buf[p] !== COMMA) return -1;
    }
  }

  /** Index after an iteration object of type `message`; -1 for any other. */
  #messageIteration(buf: Buffer, start: number): number {
    if (buf[start] !== OPEN_OBJECT) return -1;
    let types = 0;
    for (let p = start; ;) {
      const key = p + 2;
      if (buf[p + 1] !== QUOTE) return -1;
      const quote = plainQuote(buf, key, this.#end);
      if (quote < 0 || buf[quote + 1] !== COLON) return -1;
      if (quote - key === TYPE.length && matches(buf, key, TYPE)) {
        types += 1;
        p = matches(buf, quote + 2, MESSAGE) ? quote + 2 + MESSAGE.length : -1;
      } else {
        p = this.#skip(buf, quote + 2);
      }
      if (p < 0) return -1;
      if (buf[p] === CLOSE_OBJECT) return types === 1 ? p + 1 : -1;
      if (buf[p] !== COMMA) return -1;
    }
  }

  /** A counter or null, seen for the first time. */
  #counter(buf: Buffer, value: number, index: number): number {
    if (!this.#first(1 << index)) return -1;
    const p = this.readCounter(index, buf, value);
    if (p < 0) return skipNull(buf, value);
    this.#holes.add(HOLE.counter + index, value, p);
    return p;
  }

  #skip(buf: Buffer, value: number): number {
    const p = skipValue(buf, value, this.#end);
    this.#holes.add(HOLE.value, value, p);
    return p;
  }

  #first(seen: number): boolean {
    const known = (this.#seen & seen) !== 0;
    this.#seen |= seen;
    return !known;
  }
}

/** Which object is being walked. */
const USAGE = 0;
const IN_SPLIT = 1;
const IN_TOOLS = 2;
