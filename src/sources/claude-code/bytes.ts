/**
 * Walking JSON as bytes. Positions are indexes into the buffer; -1 means "not as expected". Nothing here throws, and
 * nothing is proved beyond what a caller needs: structure must balance, strings must close.
 */

export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const OPEN_ARRAY = 91;
export const BACKSLASH = 92;
export const CLOSE_ARRAY = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;
const ZERO = 48;
const NINE = 57;
const SPACE = 32;
/** Digits of a counter that is certainly below MAX_COUNT. */
const MAX_DIGITS = 12;
/** Strings are walked byte by byte this far, then by memchr: a native call costs as much as some fifty bytes. */
const NEAR = 64;

/** Index of the quote that closes the string whose first character is at `from`. */
export function closingQuote(buf: Buffer, from: number, end: number): number {
  let p = from;
  for (;;) {
    const near = Math.min(end, p + NEAR);
    while (p < near) {
      const c = buf[p];
      if (c === QUOTE) return p;
      p += c === BACKSLASH ? 2 : 1;
    }
    if (p >= end) return -1;
    const q = buf.indexOf(QUOTE, p);
    if (q < 0 || q >= end) return -1;
    let b = q - 1;
    while (buf[b] === BACKSLASH) b -= 1;
    if (((q - b) & 1) === 1) return q;
    p = q + 1;
  }
}

/** Index of the quote that closes a plain string: no escapes, no control characters. */
export function plainQuote(buf: Buffer, from: number, end: number): number {
  for (let p = from; p < end; p += 1) {
    const c = buf[p] as number;
    if (c === QUOTE) return p;
    if (c === BACKSLASH || c < SPACE) return -1;
  }
  return -1;
}

/** Index after the value that starts at `p`. */
export function skipValue(buf: Buffer, p: number, end: number): number {
  const c = buf[p];
  if (c === QUOTE) {
    const q = closingQuote(buf, p + 1, end);
    return q < 0 ? -1 : q + 1;
  }
  return c === OPEN_OBJECT || c === OPEN_ARRAY ? skipNested(buf, p, end) : skipLiteral(buf, p, end);
}

/** Index after the object or array whose first byte behind its opening bracket, `depth` levels in, is at `p`. */
export function skipNested(buf: Buffer, start: number, end: number, depth = 0): number {
  let p = start;
  let level = depth;
  while (p < end) {
    const c = buf[p] as number;
    p += 1;
    if (c === QUOTE) {
      p = closingQuote(buf, p, end) + 1;
      if (p === 0) return -1;
    } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      level += 1;
    } else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      level -= 1;
      if (level === 0) return p;
    }
  }
  return -1;
}

/** Index after a number, true, false or null. */
function skipLiteral(buf: Buffer, start: number, end: number): number {
  let p = start;
  while (p < end) {
    const c = buf[p] as number;
    if (c === COMMA || c === CLOSE_OBJECT || c === CLOSE_ARRAY) break;
    if (c <= SPACE || c === QUOTE || c === COLON) return -1;
    p += 1;
  }
  return p === start ? -1 : p;
}

/** Index after `null`, or -1. */
export function skipNull(buf: Buffer, p: number): number {
  return buf[p] === 110 && buf[p + 1] === 117 && buf[p + 2] === 108 && buf[p + 3] === 108 ? p + 4 : -1;
}

/** Index after the digits of a plain counter (no sign, fraction, exponent, leading zero; at most 12 digits). */
export function digitsEnd(buf: Buffer, start: number): number {
  let p = start;
  while (isDigit(buf[p] as number)) p += 1;
  const length = p - start;
  if (length === 0 || length > MAX_DIGITS || (length > 1 && buf[start] === ZERO)) return -1;
  return p;
}

/** The number whose digits are `buf[start, end)`. */
export function digitsValue(buf: Buffer, start: number, end: number): number {
  let value = 0;
  for (let p = start; p < end; p += 1) value = value * 10 + (buf[p] as number) - ZERO;
  return value;
}

export const isDigit = (c: number): boolean => c >= ZERO && c <= NINE;

/** True when the bytes from `at` are exactly `text`; the caller has compared lengths. */
export function matches(buf: Buffer, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i += 1) if (buf[at + i] !== text[i]) return false;
  return true;
}

/** A name as bytes, for `matches`. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
