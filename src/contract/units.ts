/**
 * Units of the domain. Plain numbers with a name: the brand stops a token count from being used as money.
 * Everything here is an integer and safe in a double (below 2^53).
 */
declare const brand: unique symbol;
type Brand<B extends string> = number & { readonly [brand]: B };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Brand<'EpochMs'>;
/** Calendar days since 1970-01-01 in some named zone (never in UTC unless the zone is UTC). */
export type LocalDay = Brand<'LocalDay'>;
/** Integer billionths of a US dollar. Safe up to nine million dollars. */
export type NanoUsd = Brand<'NanoUsd'>;

/** The grain of a slice. Every IANA offset in use is a multiple of a quarter hour. */
export const QUARTER_MS = 900_000;
export const DAY_MS = 86_400_000;

export const toEpochMs = (n: number): EpochMs => n as EpochMs;
export const toLocalDay = (n: number): LocalDay => n as LocalDay;
export const toNanoUsd = (n: number): NanoUsd => n as NanoUsd;

/** US dollars as a double, for output only. Shortest form at nine decimals. */
export const nanoToUsd = (nano: NanoUsd): number => nano / 1e9;

/** A report over years names each day several times; more than this is no report of usage. */
const MAX_NAMES = 10_000;
const names = new Map<LocalDay, string>();

/** `2026-11-22` of a local day. Proleptic Gregorian, years 0000 to 9999. */
export function formatLocalDay(day: LocalDay): string {
  const known = names.get(day);
  if (known !== undefined) return known;
  const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (names.size >= MAX_NAMES) names.clear();
  names.set(day, name);
  return name;
}

/** Parses `YYYY-MM-DD` or `YYYYMMDD`. Returns undefined for anything else and for days that do not exist. */
export function parseLocalDay(text: string): LocalDay | undefined {
  const m = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (!m) return undefined;
  const iso = `${m[1]}-${m[2]}-${m[3]}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(ms)) return undefined;
  const day = (ms / DAY_MS) as LocalDay;
  return formatLocalDay(day) === iso ? day : undefined;
}
