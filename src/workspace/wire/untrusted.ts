/** Readers of single values from another machine. Each throws a WireError that says what was wrong, never what it held. */

export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Written as it should be, in a form that only a newer version knows. It is not believed, and is looked at again. */
export class NewerFormat extends WireError {}

/** Control, bidirectional and other invisible characters: they could make one name look like another. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;

/** Text for display: invisible characters removed, at most `length` UTF-16 units. */
export function displayText(value: unknown, what: string, length: number): string {
  if (typeof value !== 'string') throw new WireError(`${what} is not text`);
  if (value.length > length) throw new WireError(`${what} is longer than ${length}`);
  return value.normalize('NFC').replaceAll(INVISIBLE, '');
}

/** An identifier: printable ASCII, as it was given. */
export function identifier(value: unknown, what: string, length: number): string {
  if (typeof value !== 'string' || value === '') throw new WireError(`${what} is not an identifier`);
  if (value.length > length) throw new WireError(`${what} is longer than ${length}`);
  if (!/^[\x21-\x7e]+$/.test(value)) throw new WireError(`${what} holds characters that no identifier has`);
  return value;
}

export function integer(value: unknown, what: string, low: number, high: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new WireError(`${what} is not a whole number`);
  if (value < low || value > high) throw new WireError(`${what} is out of range`);
  return value;
}

/** `hex` digits of exactly this many characters. */
export function hex(value: unknown, what: string, length: number): string {
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-f]*$/.test(value))
    throw new WireError(`${what} is not ${length} hex digits`);
  return value;
}

/** A fresh object with exactly these keys: no more, no fewer, and none inherited. */
export function exactObject<K extends string>(value: unknown, what: string, keys: readonly K[]): Record<K, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError(`${what} is not an object`);
  const found = Object.keys(value);
  if (found.length !== keys.length || !keys.every((k) => Object.hasOwn(value, k)))
    throw new WireError(`${what} has other keys than it should`);
  return Object.fromEntries(keys.map((k) => [k, (value as Record<string, unknown>)[k]])) as Record<K, unknown>;
}

/** The same of a form that may grow: throws NewerFormat when there is more than these keys. */
export function grownObject<K extends string>(value: unknown, what: string, keys: readonly K[]): Record<K, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const hasAll = keys.every((key) => Object.hasOwn(value, key));
    if (hasAll && Object.keys(value).length > keys.length)
      throw new NewerFormat(`${what} says more than this version knows`);
  }
  return exactObject(value, what, keys);
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WireError(`${what} is not JSON`);
  }
}
