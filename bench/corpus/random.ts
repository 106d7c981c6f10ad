/** Seeded random numbers: the same seed gives the same corpus, byte for byte. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** 32 random bits (mulberry32). */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
  /** In [0, 1). */
  unit(): number {
    return this.bits() / 4294967296;
  }
  /** Integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }
  chance(probability: number): boolean {
    return this.unit() < probability;
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.unit() * list.length)]!;
  }
  /** Log-normal integer with this median; `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number, max: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
    return Math.min(max, Math.max(1, Math.round(median * Math.exp(spread * normal))));
  }

  uuid(): string {
    const h = (): string => HEX4[this.bits() & 0xffff]!;
    return `${h()}${h()}-${h()}-4${h().slice(1)}-a${h().slice(1)}-${h()}${h()}${h()}`;
  }
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += HEX4[this.bits() & 0xffff]!;
    return text.slice(0, digits);
  }
  /** `3 * groups` characters of base 62. */
  base62(groups: number): string {
    let text = '';
    for (let i = 0; i < groups; i++) text += BASE62_3[this.bits() % BASE62_3.length]!;
    return text;
  }
}

const HEX4 = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, '0'));
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE62_3 = Array.from(
  { length: 62 ** 3 },
  (_, i) => DIGITS[Math.floor(i / 3844)]! + DIGITS[Math.floor(i / 62) % 62]! + DIGITS[i % 62]!,
);
