import {
  ascii,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  matches,
  OPEN_ARRAY,
  OPEN_OBJECT,
  plainQuote,
  QUOTE,
  skipNested,
  skipNull,
  skipValue,
} from './bytes.ts';
import { HOLE, type Holes } from './holes.ts';
import { UsageReader } from './fast-usage.ts';

const ID = ascii('id');
const MODEL = ascii('model');
const USAGE = ascii('usage');
const ROLE = ascii('role');
const TYPE = ascii('type');
const NAME = ascii('name');
const CONTENT = ascii('content');
const STOP_REASON = ascii('stop_reason');
const ASSISTANT = ascii('assistant');
const USER = ascii('user');
const TOOL_USE = ascii('tool_use');

const SEEN = { ID: 1, MODEL: 2, USAGE: 4, ROLE: 8, CONTENT: 16, STOP_REASON: 32 } as const;

/** The message is a user's: the line is not ours and needs no further look. */
export const USERS_MESSAGE = -2;

/** Reads a `message` object off the bytes. Ranges are of raw string bytes between their quotes. */
export class MessageReader {
  readonly usage: UsageReader;
  idStart = 0;
  idEnd = 0;
  modelStart = 0;
  modelEnd = 0;
  /** Empty range: the first content block is no tool call. */
  toolStart = 0;
  toolEnd = 0;
  final = false;
  readonly #holes: Holes;
  #seen = 0;
  #end = 0;

  constructor(holes: Holes) {
    this.#holes = holes;
    this.usage = new UsageReader(holes);
  }

  get hasUsage(): boolean {
    return (this.#seen & SEEN.USAGE) !== 0;
  }

  /** Everything absent, for a line that ends at `end`. */
  reset(end: number): void {
    this.idStart = this.idEnd = this.modelStart = this.modelEnd = this.toolStart = this.toolEnd = 0;
    this.final = false;
    this.#seen = 0;
    this.#end = end;
    this.usage.reset(end);
  }

  /** Index after the object that opens at `start`; -1 when anything is unusual, or USERS_MESSAGE. Call `reset` before. */
  read(buf: Buffer, start: number): number {
    if (buf[start] !== OPEN_OBJECT) return -1;
    let p = start + 1;
    for (;;) {
      if (buf[p] !== QUOTE) return -1;
      const key = p + 1;
      const quote = plainQuote(buf, key, this.#end);
      if (quote < 0 || buf[quote + 1] !== COLON) return -1;
      p = this.#member(buf, key, quote - key, quote + 2);
      if (p < 0) return p;
      const c = buf[p];
      p += 1;
      if (c === CLOSE_OBJECT) return p;
      if (c !== COMMA) return -1;
    }
  }

  #member(buf: Buffer, key: number, length: number, value: number): number {
    switch (length) {
      case 2:
        return matches(buf, key, ID) ? this.#id(buf, value) : this.#skip(buf, value);
      case 4:
        return matches(buf, key, ROLE) ? this.#role(buf, value) : this.#skip(buf, value);
      case 5:
        if (matches(buf, key, MODEL)) return this.#model(buf, value);
        return matches(buf, key, USAGE) ? this.#usage(buf, value) : this.#skip(buf, value);
      case 7:
        return matches(buf, key, CONTENT) ? this.#content(buf, value) : this.#skip(buf, value);
      case 11:
        return matches(buf, key, STOP_REASON) ? this.#stopReason(buf, value) : this.#skip(buf, value);
      default:
        return this.#skip(buf, value);
    }
  }

  #id(buf: Buffer, value: number): number {
    return this.#hole(HOLE.messageId, value, this.#first(SEEN.ID) ? this.readId(buf, value) : -1);
  }

  /** Takes a plain, not empty string. */
  readId(buf: Buffer, value: number): number {
    const quote = buf[value] === QUOTE ? plainQuote(buf, value + 1, this.#end) : -1;
    if (quote <= value + 1) return -1;
    this.idStart = value + 1;
    this.idEnd = quote;
    return quote + 1;
  }

  #model(buf: Buffer, value: number): number {
    const quote = this.#plain(buf, value, SEEN.MODEL);
    if (quote < 0) return -1;
    this.modelStart = value + 1;
    this.modelEnd = quote;
    return quote + 1;
  }

  #role(buf: Buffer, value: number): number {
    const quote = this.#plain(buf, value, SEEN.ROLE);
    const length = quote - value - 1;
    if (length === ASSISTANT.length && matches(buf, value + 1, ASSISTANT)) return quote + 1;
    return length === USER.length && matches(buf, value + 1, USER) ? USERS_MESSAGE : -1;
  }

  #stopReason(buf: Buffer, value: number): number {
    return this.#hole(HOLE.stopReason, value, this.#first(SEEN.STOP_REASON) ? this.readStopReason(buf, value) : -1);
  }

  /** Takes a plain string or null. */
  readStopReason(buf: Buffer, value: number): number {
    if (buf[value] !== QUOTE) return skipNull(buf, value);
    const quote = plainQuote(buf, value + 1, this.#end);
    this.final = quote > value + 1;
    return quote < 0 ? -1 : quote + 1;
  }

  #usage(buf: Buffer, value: number): number {
    return this.#first(SEEN.USAGE) ? this.usage.read(buf, value) : -1;
  }

  #content(buf: Buffer, value: number): number {
    return this.#hole(HOLE.content, value, this.#first(SEEN.CONTENT) ? this.readContent(buf, value) : -1);
  }

  /** Keeps the name of the first block when that is a tool call; the rest is only walked over. */
  readContent(buf: Buffer, value: number): number {
    if (buf[value] !== OPEN_ARRAY || buf[value + 1] !== OPEN_OBJECT) return skipValue(buf, value, this.#end);
    const p = this.#firstBlock(buf, value + 1);
    if (p < 0) return -1;
    return buf[p] === CLOSE_ARRAY ? p + 1 : skipNested(buf, p, this.#end, 1);
  }

  #firstBlock(buf: Buffer, start: number): number {
    let tool = false;
    let types = 0;
    let names = 0;
    for (let p = start; ;) {
      const key = p + 2;
      if (buf[p + 1] !== QUOTE) return -1;
      const quote = plainQuote(buf, key, this.#end);
      if (quote < 0 || buf[quote + 1] !== COLON) return -1;
      const value = quote + 2;
      p = skipValue(buf, value, this.#end);
      if (p < 0) return -1;
      if (quote - key === 4 && matches(buf, key, TYPE)) {
        types += 1;
        tool = p - value === TOOL_USE.length + 2 && matches(buf, value + 1, TOOL_USE);
        if (buf[value] !== QUOTE || plainQuote(buf, value + 1, this.#end) !== p - 1) return -1;
      } else if (quote - key === 4 && matches(buf, key, NAME)) {
        names += 1;
        this.toolStart = value + 1;
        this.toolEnd = buf[value] === QUOTE ? p - 1 : value + 1;
      }
      if (buf[p] === CLOSE_OBJECT) {
        if (types > 1 || names > 1) return -1;
        if (!tool) this.toolStart = this.toolEnd = 0;
        return p + 1;
      }
      if (buf[p] !== COMMA) return -1;
    }
  }

  #skip(buf: Buffer, value: number): number {
    return this.#hole(HOLE.value, value, skipValue(buf, value, this.#end));
  }

  #hole(kind: number, start: number, end: number): number {
    this.#holes.add(kind, start, end);
    return end;
  }

  /** Index of the closing quote of a plain string seen for the first time. */
  #plain(buf: Buffer, value: number, seen: number): number {
    return this.#first(seen) && buf[value] === QUOTE ? plainQuote(buf, value + 1, this.#end) : -1;
  }

  #first(seen: number): boolean {
    const known = (this.#seen & seen) !== 0;
    this.#seen |= seen;
    return !known;
  }
}
