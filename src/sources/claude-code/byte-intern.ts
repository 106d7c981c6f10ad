import type { StringTable } from '../string-table.ts';

const SLOTS = 64;
/** Longest raw value that is remembered, in bytes. */
const SLOT_BYTES = 256;

/**
 * String ids by raw JSON string bytes, through a small direct-mapped memory: a field has few values, and they come
 * again and again. One per field and string table.
 */
export class ByteIntern {
  readonly #table: StringTable;
  readonly #clean: (text: string) => string;
  readonly #bytes = new Uint8Array(SLOTS * SLOT_BYTES);
  readonly #lengths = new Int32Array(SLOTS).fill(-1);
  readonly #ids = new Int32Array(SLOTS);

  constructor(table: StringTable, clean: (text: string) => string = (text) => text) {
    this.#table = table;
    this.#clean = clean;
  }

  /** Id of the string between the quotes, `buf[start, end)`, not empty; -1 when it is not valid JSON. */
  idOf(buf: Buffer, start: number, end: number): number {
    const length = end - start;
    const slot = (length * 7 + (buf[start] as number) * 5 + (buf[end - 1] as number)) % SLOTS;
    if (this.#lengths[slot] === length) {
      const bytes = this.#bytes;
      const base = slot * SLOT_BYTES;
      let i = 0;
      while (i < length && bytes[base + i] === buf[start + i]) i += 1;
      if (i === length) return this.#ids[slot] as number;
    }
    return this.#learn(buf, start, end, slot);
  }

  #learn(buf: Buffer, start: number, end: number, slot: number): number {
    const text = decode(buf, start, end);
    if (text === undefined) return -1;
    const id = this.#table.intern(this.#clean(text));
    if (end - start <= SLOT_BYTES) {
      this.#bytes.set(buf.subarray(start, end), slot * SLOT_BYTES);
      this.#lengths[slot] = end - start;
      this.#ids[slot] = id;
    }
    return id;
  }
}

function decode(buf: Buffer, start: number, end: number): string | undefined {
  const raw = buf.toString('utf8', start, end);
  // oxlint-disable-next-line no-control-regex
  if (!/[\u0000-\u001f\\]/.test(raw)) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined;
  }
}
