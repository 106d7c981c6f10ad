/** Kinds of configuration value: each knows how to read one, how to name what it takes, and its JSON schema. */
import { parseLocalDay } from '../contract/units.ts';
import { holdsPassword } from '../lib/without-passwords.ts';
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

/** A name: text, or a number taken as text, as the older dashboards did. Names are shown, so none may hold a password. */
export const name: Kind<string> = {
  takes: 'a name that is not blank',
  schema: { type: ['string', 'number'], pattern: '\\S' },
  read(raw, place) {
    const read = text.read(typeof raw === 'number' ? String(raw) : raw, place);
    return read !== undefined && holdsPassword(read.value) ? undefined : read;
  },
};

/** Text that may be empty: the way to say "none". */
export const label: Kind<string> = {
  takes: 'text',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' && !holdsPassword(raw) ? { value: raw.trim() } : undefined),
};

/** A path; `~` and relative paths are made absolute. */
export const path: Kind<string> = {
  takes: 'a path',
  schema: { type: 'string', pattern: '\\S' },
  read(raw, place) {
    const value = typeof raw === 'string' ? raw.trim() : '';
    if (value === '' || value.includes('\0') || holdsPassword(value)) return undefined;
    return { value: expandPath(value, place.home, place.base) };
  },
};

/** Folders separated by commas (environment only), as written: the sources make them absolute. */
export const pathList: Kind<readonly string[]> = {
  takes: 'folders separated by commas',
  schema: { type: 'string' },
  read(raw) {
    if (typeof raw !== 'string') return undefined;
    const value = raw
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
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

/** A calendar day. */
export const day: Kind<string> = {
  takes: 'a day, YYYY-MM-DD',
  schema: { type: 'string', format: 'date' },
  read(raw) {
    if (typeof raw !== 'string' || !raw.includes('-') || parseLocalDay(raw) === undefined) return undefined;
    return { value: raw };
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

/** A list of at least `least` items, all of one kind. */
export function listOf<T>(kind: Kind<T>, takes: string, least = 0): Kind<T[]> {
  return {
    takes,
    schema: { type: 'array', items: kind.schema, ...(least > 0 ? { minItems: least } : {}) },
    read(raw, place) {
      if (!Array.isArray(raw) || raw.length < least) return undefined;
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

type Fields = Record<string, Kind<unknown>>;
type ValueOf<K> = K extends Kind<infer T> ? T : never;
/** The value of a `record`: the required keys always, the others where they were given. */
export type RecordOf<F extends Fields, R extends keyof F> = { [K in R]: ValueOf<F[K]> } & {
  [K in Exclude<keyof F, R>]?: ValueOf<F[K]>;
};

/** An object with these keys and no others; `required` must be there. */
export function record<F extends Fields, R extends keyof F & string = never>(
  fields: F,
  takes: string,
  required: readonly R[] = [],
): Kind<RecordOf<F, R>> {
  const properties = Object.fromEntries(Object.entries(fields).map(([key, kind]) => [key, kind.schema]));
  return {
    takes,
    schema: { type: 'object', properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) },
    read(raw, place) {
      if (!isObject(raw) || required.some((key) => !Object.hasOwn(raw, key))) return undefined;
      const entries: [string, unknown][] = [];
      for (const [key, item] of Object.entries(raw)) {
        const read = Object.hasOwn(fields, key) ? fields[key]?.read(item, place) : undefined;
        if (read === undefined) return undefined;
        entries.push([key, read.value]);
      }
      return { value: Object.fromEntries(entries) as RecordOf<F, R> };
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
