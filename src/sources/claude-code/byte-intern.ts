import type { StringTable } from '../string-table.ts';
import { BACKSLASH } from './bytes.ts';

/** Longer raw values are not remembered. */
const REMEMBER = 1024;

/**
 * String ids by raw JSON string bytes, remembering the last value: within a file a field hardly ever changes. One per
 * field and string table.
 */
export class ByteIntern {
  readonly #table: StringTable;
  readonly #clean: (text: string) => string;
  readonly #last = new Uint8Array(REMEMBER);
  #lastLength = 0;
  #lastId = 0;

  constructor(table: StringTable, clean: (text: string) => string = (text) => text) {
    this.#table = table;
    this.#clean = clean;
  }

  /** Id of the string between the quotes, `buf[start, end)`; -1 when its escapes are not valid JSON. */
  idOf(buf: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length === this.#lastLength) {
      const last = this.#last;
      let i = 0;
      while (i < length && last[i] === buf[start + i]) i += 1;
      if (i === length) return this.#lastId;
    }
    return this.#learn(buf, start, end);
  }

  #learn(buf: Buffer, start: number, end: number): number {
    const text = decode(buf, start, end);
    if (text === undefined) return -1;
    const id = this.#table.intern(this.#clean(text));
    if (end - start <= REMEMBER) {
      this.#last.set(buf.subarray(start, end));
      this.#lastLength = end - start;
      this.#lastId = id;
    }
    return id;
  }
}

function decode(buf: Buffer, start: number, end: number): string | undefined {
  const raw = buf.toString('utf8', start, end);
  const escape = buf.indexOf(BACKSLASH, start);
  const plain = escape < 0 || escape >= end;
  // oxlint-disable-next-line no-control-regex
  if (plain) return /[\u0000-\u001f]/.test(raw) ? undefined : raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined;
  }
}
