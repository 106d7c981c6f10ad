/** Narrowing of parsed JSON by hand: this runs on every slow line. */
export type Json = Record<string, unknown>;

/** The value as an object; undefined for arrays, null and everything else. */
export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value as a string; empty for everything else. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
