import { dayMs } from '../../lib/timestamp.ts';

/** Length of `2026-11-22T10:11:12.345Z`. */
const LENGTH = 24;

/** Reads Claude Code's usual time form off the bytes, remembering the last day. */
export class ByteTimestamp {
  #day = 0;
  #dayMs = NaN;

  /** Epoch milliseconds of the text `buf[start, end)`; NaN for any other form, which the slow parser judges. */
  read(buf: Buffer, start: number, end: number): number {
    if (end - start !== LENGTH || !hasSeparators(buf, start)) return NaN;
    const year = two(buf, start) * 100 + two(buf, start + 2);
    const day = year * 10_000 + two(buf, start + 5) * 100 + two(buf, start + 8);
    const hour = two(buf, start + 11);
    const minute = two(buf, start + 14);
    const second = two(buf, start + 17);
    const millis = two(buf, start + 20) * 10 + digit(buf, start + 22);
    if (!(hour <= 23 && minute <= 59 && second <= 59 && millis <= 999)) return NaN;
    return this.#midnight(day) + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis;
  }

  /** `day` is YYYYMMDD, NaN when a digit was none. */
  #midnight(day: number): number {
    if (day !== this.#day) {
      this.#dayMs = dayMs(Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);
      this.#day = day;
    }
    return this.#dayMs;
  }
}

function hasSeparators(buf: Buffer, s: number): boolean {
  return (
    buf[s + 4] === 45 &&
    buf[s + 7] === 45 &&
    buf[s + 10] === 84 &&
    buf[s + 13] === 58 &&
    buf[s + 16] === 58 &&
    buf[s + 19] === 46 &&
    buf[s + 23] === 90
  );
}

const two = (buf: Buffer, at: number): number => digit(buf, at) * 10 + digit(buf, at + 1);

function digit(buf: Buffer, at: number): number {
  const value = (buf[at] as number) - 48;
  return value >= 0 && value <= 9 ? value : NaN;
}
