import { UsageError } from '../contract/errors.ts';
import { DAY_MS, toEpochMs, toLocalDay, type EpochMs, type LocalDay } from '../contract/units.ts';
import { systemOffsetMs, systemZone } from './system-zone.ts';

/**
 * Time zones by IANA name, from the zone data of the runtime.
 * Exact from 1980 to 2100, where every offset is a multiple of 15 minutes; outside it the nearest offset holds.
 */

/** A stretch of time with one offset: from `startMs` to the start of the next. */
export interface OffsetSegment {
  readonly startMs: EpochMs;
  /** Local time minus UTC, in minutes: a multiple of 15. */
  readonly offsetMinutes: number;
}

const MINUTE_MS = 60_000;
const FIRST_MS = Date.UTC(1980, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);
/** Shorter than any two changes of offset lie apart since 1980 (Gaza 2040: 6 days), so that none hides between samples. */
const SAMPLE_MS = 3 * DAY_MS;
/** Segments are found and kept per chunk of about a year: a report over a week never pays for a century. */
const CHUNK_MS = 120 * SAMPLE_MS;
/** Spellings of one zone are many (`asia/kathmandu`), and a caller over HTTP may try them all. */
const MAX_CACHED_ZONES = 1000;
/** No offset is further from UTC than this; Samoa once skipped a whole day, hence two. */
const REACH_MS = 2 * DAY_MS;

interface Zone {
  readonly name: string;
  /** Made when it is first needed, which for the machine's own zone is never. */
  format: Intl.DateTimeFormat | undefined;
  readonly chunks: Map<number, readonly OffsetSegment[]>;
  /** The stretch last asked for: instants arrive in runs. */
  recent: { startMs: number; endMs: number; offsetMs: number };
}

const zones = new Map<string, Zone>();

/** IANA name of this machine's zone; `UTC` where the system does not say. */
export function machineZone(): string {
  const own = systemZone();
  if (own !== undefined) return own;
  const name = new Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
  return name !== undefined && isZone(name) ? name : 'UTC';
}

/** Whether `name` is an IANA zone this runtime knows. Plain offsets (`+05:30`) are not names. */
export function isZone(name: string): boolean {
  return zones.has(name) || openZone(name) !== undefined;
}

/** Minutes of local time ahead of UTC at an instant. Throws `usage` for an unknown zone. */
export function offsetMinutesAt(zone: string, ms: number): number {
  return offsetMsAt(zoneOf(zone), ms) / MINUTE_MS;
}

/** The local calendar day of an instant. Throws `usage` for an unknown zone. */
export function localDayOf(zone: string, ms: number): LocalDay {
  return toLocalDay(Math.floor((ms + offsetMsAt(zoneOf(zone), ms)) / DAY_MS));
}

/**
 * The offsets in force within [fromMs, toMs), ascending, neighbours different. The first starts at `fromMs`;
 * empty when the range is. Throws `usage` for an unknown zone.
 */
export function offsetSegments(zone: string, fromMs: number, toMs: number): readonly OffsetSegment[] {
  const found: OffsetSegment[] = [];
  const z = zoneOf(zone);
  if (!(fromMs < toMs)) return found;
  const last = chunkOf(toMs - 1);
  for (let chunk = chunkOf(fromMs); chunk <= last; chunk++) {
    for (const segment of chunkSegments(z, chunk)) append(found, segment, fromMs, toMs);
  }
  return found;
}

/**
 * The first instant whose local day is `day` or later: 23, 24 or 25 hours before the next one's on days that change
 * the clock, 01:00 where the change is at midnight, the next day's start for a day that a zone skipped.
 * Throws `usage` for an unknown zone.
 */
export function dayStartMs(zone: string, day: LocalDay): EpochMs {
  const midnight = day * DAY_MS;
  const segments = offsetSegments(zone, midnight - REACH_MS, midnight + REACH_MS);
  for (const [i, { startMs, offsetMinutes }] of segments.entries()) {
    const first = Math.max(startMs, midnight - offsetMinutes * MINUTE_MS);
    if (first < (segments[i + 1]?.startMs ?? Infinity)) return toEpochMs(first);
  }
  throw new UsageError('internal', `no start of day ${day} in ${zone}`, 'Please report this.');
}

function append(found: OffsetSegment[], segment: OffsetSegment, fromMs: number, toMs: number): void {
  if (segment.startMs >= toMs) return;
  const previous = found.at(-1);
  if (segment.startMs <= fromMs) {
    found[0] = { startMs: toEpochMs(fromMs), offsetMinutes: segment.offsetMinutes };
  } else if (previous === undefined || previous.offsetMinutes !== segment.offsetMinutes) {
    found.push(segment);
  }
}

function offsetMsAt(zone: Zone, ms: number): number {
  const { recent } = zone;
  if (ms >= recent.startMs && ms < recent.endMs) return recent.offsetMs;
  const chunk = chunkOf(ms);
  const segments = chunkSegments(zone, chunk);
  let i = segments.length - 1;
  while (i > 0 && segments[i]!.startMs > ms) i--;
  const endMs = segments[i + 1]?.startMs ?? (chunk === LAST_CHUNK ? Infinity : chunkStart(chunk + 1));
  zone.recent = { startMs: segments[i]!.startMs, endMs, offsetMs: segments[i]!.offsetMinutes * MINUTE_MS };
  return zone.recent.offsetMs;
}

const LAST_CHUNK = Math.floor((LAST_MS - FIRST_MS) / CHUNK_MS);
const chunkStart = (chunk: number): number => (chunk === 0 ? -Infinity : FIRST_MS + chunk * CHUNK_MS);
const chunkOf = (ms: number): number => Math.min(LAST_CHUNK, Math.max(0, Math.floor((ms - FIRST_MS) / CHUNK_MS)));

/** Segments of one chunk; the first starts with the chunk, also where the offset does not change there. */
function chunkSegments(zone: Zone, chunk: number): readonly OffsetSegment[] {
  const known = zone.chunks.get(chunk);
  if (known) return known;
  const from = FIRST_MS + chunk * CHUNK_MS;
  let offset = measureOffset(zone, from);
  const segments: OffsetSegment[] = [{ startMs: toEpochMs(chunkStart(chunk)), offsetMinutes: offset / MINUTE_MS }];
  for (let at = from; at < from + CHUNK_MS; at += SAMPLE_MS) {
    const next = measureOffset(zone, at + SAMPLE_MS);
    if (next === offset) continue;
    const startMs = toEpochMs(changeWithin(zone, at, at + SAMPLE_MS, offset));
    if (startMs < from + CHUNK_MS) segments.push({ startMs, offsetMinutes: next / MINUTE_MS });
    offset = next;
  }
  zone.chunks.set(chunk, segments);
  return segments;
}

/** The first minute in (before, after] that no longer has the offset of `before`. */
function changeWithin(zone: Zone, before: number, after: number, offset: number): number {
  let [low, high] = [before / MINUTE_MS, after / MINUTE_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (measureOffset(zone, middle * MINUTE_MS) === offset) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

function measureOffset(zone: Zone, ms: number): number {
  if (zone.name === systemZone()) return systemOffsetMs(ms);
  // The name was tried when the zone was opened.
  zone.format ??= formatterOf(zone.name)!;
  return formattedOffset(zone.format, ms);
}

/** `01/31/2026, 23:59:59` read back as if it were UTC, minus the instant. */
function formattedOffset(format: Intl.DateTimeFormat, ms: number): number {
  const text = format.format(ms);
  const part = (from: number, to: number): number => Number(text.slice(from, to));
  const local = Date.UTC(part(6, 10), part(0, 2) - 1, part(3, 5), part(12, 14), part(15, 17), part(18, 20));
  return local - ms;
}

function zoneOf(name: string): Zone {
  const zone = zones.get(name) ?? openZone(name);
  if (zone) return zone;
  throw new UsageError(
    'usage',
    `unknown time zone ${JSON.stringify(name.slice(0, 64))}`,
    'Give an IANA name, such as Europe/Berlin, Asia/Kolkata or UTC.',
  );
}

function openZone(name: string): Zone | undefined {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return undefined;
  const format = name === systemZone() ? undefined : formatterOf(name);
  if (format === undefined && name !== systemZone()) return undefined;
  const zone: Zone = { name, format, chunks: new Map(), recent: { startMs: Infinity, endMs: -Infinity, offsetMs: 0 } };
  if (zones.size >= MAX_CACHED_ZONES) zones.clear();
  zones.set(name, zone);
  return zone;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const two = '2-digit';
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
