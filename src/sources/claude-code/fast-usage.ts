import { FLAG } from '../event-batch.ts';
import {
  ascii, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, digitsEnd, digitsValue, matches, OPEN_ARRAY, OPEN_OBJECT, plainQuote,
  QUOTE, skipNull, skipValue,
} from './bytes.ts';

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
const MESSAGE = ascii('message');

/** Bits of the keys seen; a key that comes twice is left to JSON.parse. */
const SEEN = {
  INPUT: 1, OUTPUT: 2, CACHE_WRITE: 4, CACHE_READ: 8, SPLIT: 16, SPLIT_5M: 32, SPLIT_1H: 64, SERVER_TOOLS: 128,
  WEB_SEARCHES: 256, TIER: 512, GEO: 1024, SPEED: 2048, ITERATIONS: 4096,
} as const;

/** Reads a `usage` object off the bytes into its fields. */
export class UsageReader {
  input = 0;
  output = 0;
  cacheWrite = 0;
  cacheRead = 0;
  split5m = 0;
  split1h = 0;
  webSearches = 0;
  /** FLAG bits of speed, tier and region. */
  flags = 0;
  #seen = 0;
  #end = 0;

  /** Index after the object that opens at `start`; -1 when anything in it is unusual. */
  read(buf: Buffer, start: number, end: number): number {
    this.input = this.output = this.cacheWrite = this.cacheRead = this.split5m = this.split1h = this.webSearches = 0;
    this.flags = this.#seen = 0;
    this.#end = end;
    return this.#members(buf, start, USAGE);
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
      p = level === USAGE ? this.#member(buf, key, quote - key, quote + 2)
        : level === IN_SPLIT ? this.#splitMember(buf, key, quote - key, quote + 2)
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
      case 5: return matches(buf, key, SPEED) ? this.#speed(buf, value) : this.#skip(buf, value);
      case 10: return matches(buf, key, ITERATIONS) ? this.#iterations(buf, value) : this.#skip(buf, value);
      case 12:
        if (matches(buf, key, INPUT)) return this.#input(buf, value);
        return matches(buf, key, TIER) ? this.#word(buf, value, SEEN.TIER, BATCH, FLAG.BATCH) : this.#skip(buf, value);
      case 13:
        if (matches(buf, key, OUTPUT)) return this.#output(buf, value);
        return matches(buf, key, GEO) ? this.#word(buf, value, SEEN.GEO, US, FLAG.US) : this.#skip(buf, value);
      case 14: return matches(buf, key, SPLIT) ? this.#nested(buf, value, SEEN.SPLIT, IN_SPLIT) : this.#skip(buf, value);
      case 15:
        return matches(buf, key, SERVER_TOOLS) ? this.#nested(buf, value, SEEN.SERVER_TOOLS, IN_TOOLS) : this.#skip(buf, value);
      case 23: return matches(buf, key, CACHE_READ) ? this.#cacheRead(buf, value) : this.#skip(buf, value);
      case 27: return matches(buf, key, CACHE_WRITE) ? this.#cacheWrite(buf, value) : this.#skip(buf, value);
      default: return this.#skip(buf, value);
    }
  }

  #splitMember(buf: Buffer, key: number, length: number, value: number): number {
    if (length === SPLIT_5M.length && matches(buf, key, SPLIT_5M)) {
      const p = this.#counterEnd(buf, value, SEEN.SPLIT_5M);
      if (p > 0) this.split5m = counter(buf, value, p);
      return p;
    }
    if (length === SPLIT_1H.length && matches(buf, key, SPLIT_1H)) {
      const p = this.#counterEnd(buf, value, SEEN.SPLIT_1H);
      if (p > 0) this.split1h = counter(buf, value, p);
      return p;
    }
    return this.#skip(buf, value);
  }

  #toolMember(buf: Buffer, key: number, length: number, value: number): number {
    if (length !== WEB_SEARCHES.length || !matches(buf, key, WEB_SEARCHES)) return this.#skip(buf, value);
    const p = this.#counterEnd(buf, value, SEEN.WEB_SEARCHES);
    if (p > 0) this.webSearches = counter(buf, value, p);
    return p;
  }

  #input(buf: Buffer, value: number): number {
    const p = this.#counterEnd(buf, value, SEEN.INPUT);
    if (p > 0) this.input = counter(buf, value, p);
    return p;
  }
  #output(buf: Buffer, value: number): number {
    const p = this.#counterEnd(buf, value, SEEN.OUTPUT);
    if (p > 0) this.output = counter(buf, value, p);
    return p;
  }
  #cacheRead(buf: Buffer, value: number): number {
    const p = this.#counterEnd(buf, value, SEEN.CACHE_READ);
    if (p > 0) this.cacheRead = counter(buf, value, p);
    return p;
  }
  #cacheWrite(buf: Buffer, value: number): number {
    const p = this.#counterEnd(buf, value, SEEN.CACHE_WRITE);
    if (p > 0) this.cacheWrite = counter(buf, value, p);
    return p;
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

  /** Null, or a list of nothing but `message` entries: those are contained in the top level. */
  #iterations(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.ITERATIONS)) return -1;
    if (buf[value] !== OPEN_ARRAY) return skipNull(buf, value);
    if (buf[value + 1] === CLOSE_ARRAY) return value + 2;
    for (let p = value + 1; ; p += 1) {
      p = messageIterationEnd(buf, p, this.#end);
      if (p < 0) return -1;
      if (buf[p] === CLOSE_ARRAY) return p + 1;
      if (buf[p] !== COMMA) return -1;
    }
  }

  #counterEnd(buf: Buffer, value: number, seen: number): number {
    if (!this.#first(seen)) return -1;
    const p = digitsEnd(buf, value);
    return p < 0 ? skipNull(buf, value) : p;
  }

  #skip(buf: Buffer, value: number): number {
    return skipValue(buf, value, this.#end);
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

/** The counter that ends at `end`; null counts as 0. */
function counter(buf: Buffer, start: number, end: number): number {
  return buf[start] === 110 ? 0 : digitsValue(buf, start, end);
}

/** Index after an iteration object of type `message`; -1 for any other. */
function messageIterationEnd(buf: Buffer, start: number, end: number): number {
  if (buf[start] !== OPEN_OBJECT) return -1;
  let types = 0;
  for (let p = start; ; ) {
    const key = p + 2;
    if (buf[p + 1] !== QUOTE) return -1;
    const quote = plainQuote(buf, key, end);
    if (quote < 0 || buf[quote + 1] !== COLON) return -1;
    const value = quote + 2;
    if (quote - key === TYPE.length && matches(buf, key, TYPE)) {
      if (buf[value] !== QUOTE || !matches(buf, value + 1, MESSAGE) || buf[value + 1 + MESSAGE.length] !== QUOTE) return -1;
      types += 1;
    }
    p = skipValue(buf, value, end);
    if (p < 0) return -1;
    if (buf[p] === CLOSE_OBJECT) return types === 1 ? p + 1 : -1;
    if (buf[p] !== COMMA) return -1;
  }
}
