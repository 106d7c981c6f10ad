/** Bits for each key that is expected: one new key in 16 at most is taken for a known one. */
const BITS_A_KEY = 16;
const MIN_BITS = 2 ** 16;
/** 128 MB. */
const MAX_BITS = 2 ** 30;

/** Remembers keys in little memory: it may take a new key for a known one, never a known one for a new one. */
export class SeenKeys {
  readonly #words: Uint32Array;
  readonly #mask: number;

  constructor(expected: number) {
    const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, 2 ** Math.ceil(Math.log2(expected * BITS_A_KEY))));
    this.#words = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  /** Whether the key was certainly not given before. */
  isNew(key: string): boolean {
    const hash = hashOf(key) & this.#mask;
    const [word, bit] = [hash >>> 5, 1 << (hash & 31)];
    const before = this.#words[word]!;
    if ((before & bit) !== 0) return false;
    this.#words[word] = before | bit;
    return true;
  }
}

/** FNV-1a, then mixed so that each bit of the result depends on every character. */
function hashOf(key: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
