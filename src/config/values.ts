/** Kinds of configuration value: each knows how to read one, how to name what it takes, and its JSON schema. */
import { expandPath } from './paths.ts';

/** Where a raw value stands: relative paths start at `base`, `~` is `home`. */
export interface Place {
  readonly home: string;
  readonly base: string;
}
/** A value that was understood, or undefined. */
export type Read<T> = { readonly value: T } | undefined;

export interface Kind<T> {
  /** For messages and documentation: `one of sqlite, postgres`. */
  readonly takes: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Understands a raw value of the file, or the text of an environment variable. Never throws. */
  read(raw: unknown, place: Place): Read<T>;
}

/** One of a few words, whatever its case and outer blanks. */
export function word<const W extends string>(...words: readonly W[]): Kind<W> {
  return {
    takes: `one of ${words.join(', ')}`,
    schema: { enum: words },
    read(raw) {
      if (typeof raw !== 'string') return undefined;
      const wanted = raw.trim().toLowerCase();
      const value = words.find((w) => w === wanted);
      return value === undefined ? undefined : { value };
    },
  };
}

/** Text with its outer blanks removed; blank text is refused. */
export const text: Kind<string> = {
  takes: 'text that is not blank',
  schema: { type: 'string', pattern: '\\S' },
  read(raw) {
    const value = typeof raw === 'string' ? raw.trim() : '';
    return value === '' ? undefined : { value };
  },
};

/** A name: text, or a number taken as text, as the older dashboards did. */
export const name: Kind<string> = {
  takes: 'a name that is not blank',
  schema: { type: ['string', 'number'], pattern: '\\S' },
  read: (raw, place) => text.read(typeof raw === 'number' ? String(raw) : raw, place),
};

/** Text that may be empty: the way to say "none". */
export const label: Kind<string> = {
  takes: 'text',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' ? { value: raw.trim() } : undefined),
};

/** A path; `~` and relative paths are made absolute. */
export const path: Kind<string> = {
  takes: 'a path',
  schema: { type: 'string', pattern: '\\S' },
  read(raw, place) {
    const value = typeof raw === 'string' ? raw.trim() : '';
    if (value === '' || value.includes('\0')) return undefined;
    return { value: expandPath(value, place.home, place.base) };
  },
};

/** Paths separated by commas (environment only). */
export const pathList: Kind<readonly string[]> = {
  takes: 'folders separated by commas',
  schema: { type: 'string' },
  read(raw, place) {
    if (typeof raw !== 'string') return undefined;
    const parts = raw.split(',').map((part) => part.trim());
    const value = parts.filter((part) => part !== '').map((part) => expandPath(part, place.home, place.base));
    return value.length === 0 ? undefined : { value };
  },
};

/** An IANA time zone. */
export const zone: Kind<string> = {
  takes: 'an IANA time zone such as Europe/Prague',
  schema: { type: 'string', examples: ['Europe/Prague', 'UTC'] },
  read(raw) {
    if (typeof raw !== 'string' || !isZoneName(raw.trim())) return undefined;
    return { value: raw.trim() };
  },
};

function isZoneName(name: string): boolean {
  // Offsets such as +02:00 pass Intl but have no daylight saving: they are no place on earth.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A three-letter ISO 4217 code. */
export const currency: Kind<string> = {
  takes: 'a currency code of three letters such as EUR',
  schema: { type: 'string', pattern: '^[A-Za-z]{3}$' },
  read(raw) {
    const value = typeof raw === 'string' ? raw.trim().toUpperCase() : '';
    return /^[A-Z]{3}$/.test(value) ? { value } : undefined;
  },
};

const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** An object whose values are all of one kind. */
export function mapOf<T>(kind: Kind<T>, takes: string): Kind<Readonly<Record<string, T>>> {
  return {
    takes,
    schema: { type: 'object', additionalProperties: kind.schema },
    read(raw, place) {
      if (!isObject(raw)) return undefined;
      const entries: [string, T][] = [];
      for (const [key, item] of Object.entries(raw)) {
        const read = kind.read(item, place);
        if (read === undefined) return undefined;
        entries.push([key, read.value]);
      }
      return { value: Object.fromEntries(entries) };
    },
  };
}

/** A finite number above `low` (or equal to it, when `orEqual`) and at most `high`. */
export function number(low: number, high: number, orEqual = false): Kind<number> {
  return {
    takes: `a number ${orEqual ? 'from' : 'above'} ${low}${high === Infinity ? '' : ` up to ${high}`}`,
    schema: {
      type: 'number',
      ...(orEqual ? { minimum: low } : { exclusiveMinimum: low }),
      ...(high === Infinity ? {} : { maximum: high }),
    },
    read(raw) {
      if (typeof raw !== 'number' || !Number.isFinite(raw)) return undefined;
      return raw > high || raw < low || (!orEqual && raw === low) ? undefined : { value: raw };
    },
  };
}

/** A list whose items are all of one kind. */
export function listOf<T>(kind: Kind<T>, takes: string): Kind<readonly T[]> {
  return {
    takes,
    schema: { type: 'array', items: kind.schema },
    read(raw, place) {
      if (!Array.isArray(raw)) return undefined;
      const items: T[] = [];
      for (const item of raw) {
        const read = kind.read(item, place);
        if (read === undefined) return undefined;
        items.push(read.value);
      }
      return { value: items };
    },
  };
}

/** An object with these keys and no others, all optional. */
export function record<F extends Record<string, Kind<unknown>>>(
  fields: F,
  takes: string,
): Kind<{ readonly [K in keyof F]?: F[K] extends Kind<infer T> ? T : never }> {
  type Value = { [K in keyof F]?: F[K] extends Kind<infer T> ? T : never };
  const schemas = Object.entries(fields).map(([key, kind]) => [key, kind.schema]);
  return {
    takes,
    schema: { type: 'object', properties: Object.fromEntries(schemas), additionalProperties: false },
    read(raw, place) {
      if (!isObject(raw)) return undefined;
      const entries: [string, unknown][] = [];
      for (const [key, item] of Object.entries(raw)) {
        const read = Object.hasOwn(fields, key) ? fields[key]?.read(item, place) : undefined;
        if (read === undefined) return undefined;
        entries.push([key, read.value]);
      }
      return { value: Object.fromEntries(entries) as Value };
    },
  };
}

/** The first of two kinds that understands the value. */
export function either<A, B>(first: Kind<A>, second: Kind<B>): Kind<A | B> {
  return {
    takes: `${first.takes}, or ${second.takes}`,
    schema: { anyOf: [first.schema, second.schema] },
    read: (raw, place) => first.read(raw, place) ?? second.read(raw, place),
  };
}
