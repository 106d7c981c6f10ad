import { BUCKETS, type Bucket } from '../contract/reports/series.ts';
import { formatLocalDay, QUARTER_MS, toLocalDay, type LocalDay } from '../contract/units.ts';
import { dayStartMs, offsetMinutesAt } from '../lib/zone.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { daysIn, type Bounds } from './bounds.ts';
import { addDays, addMonths, formatMonth, monthOf, weekOf, type WeekStart } from './calendar.ts';

const MAX_BUCKETS = 2000;
const HOUR_MS = 3_600_000;

export interface TimeBucket {
  readonly key: string;
  /** Inclusive local days, cut to the range. */
  readonly since: LocalDay;
  readonly until: LocalDay;
}

/** How time is cut into buckets, and which bucket a cell falls into. */
export interface Buckets {
  readonly bucket: Bucket;
  readonly list: readonly TimeBucket[];
  /** Position in `list` of the bucket of a cell by day or by hour. */
  indexOf(cell: UsageCell): number;
}

/** The bucket asked for, or one by the length of the range; a coarser one where there would be too many. */
export function chooseBucket(asked: Bucket | undefined, bounds: Bounds): Bucket {
  const days = daysIn(bounds);
  const chosen = asked ?? (days <= 2 ? 'hour' : days <= 92 ? 'day' : days <= 400 ? 'week' : 'month');
  const perBucket: Record<Bucket, number> = { hour: 1 / 24, day: 1, week: 7, month: 30 };
  return (
    BUCKETS.find((b) => BUCKETS.indexOf(b) >= BUCKETS.indexOf(chosen) && days / perBucket[b] <= MAX_BUCKETS) ?? 'month'
  );
}

/** Every bucket from the first to the last day, empty ones included, ascending. */
export function cutTime(bucket: Bucket, bounds: Bounds, zone: string, weekStart: WeekStart): Buckets {
  if (bucket === 'hour') return cutHours(bounds, zone);
  const first = (day: LocalDay): LocalDay =>
    bucket === 'day' ? day : bucket === 'week' ? weekOf(day, weekStart) : monthOf(day);
  const next = (start: LocalDay): LocalDay =>
    bucket === 'day' ? addDays(start, 1) : bucket === 'week' ? addDays(start, 7) : addMonths(start, 1);
  const list: TimeBucket[] = [];
  const indexes = new Int32Array(daysIn(bounds));
  for (let start = first(bounds.since); start <= bounds.until; start = next(start)) {
    const last = addDays(next(start), -1);
    indexes.fill(list.length, Math.max(0, start - bounds.since), last - bounds.since + 1);
    list.push({
      key: bucket === 'month' ? formatMonth(start) : formatLocalDay(start),
      since: start < bounds.since ? bounds.since : start,
      until: last > bounds.until ? bounds.until : last,
    });
  }
  return { bucket, list, indexOf: (cell) => indexes[cell.day! - bounds.since]! };
}

/** The hours that the local clock shows: one is missing where it is put forward, none is twice where it is put back. */
function cutHours({ since, until }: Bounds, zone: string): Buckets {
  const list: TimeBucket[] = [];
  const index = new Map<number, number>();
  for (let day = since; day <= until; day = addDays(day, 1)) {
    const name = formatLocalDay(day);
    const endMs = dayStartMs(zone, addDays(day, 1));
    for (let ms = dayStartMs(zone, day) as number; ms < endMs; ms += QUARTER_MS) {
      const hour = Math.floor((ms + offsetMinutesAt(zone, ms) * 60_000) / HOUR_MS) - day * 24;
      if (index.has(day * 24 + hour)) continue;
      index.set(day * 24 + hour, list.length);
      list.push({ key: hourKey(name, hour), since: day, until: day });
    }
  }
  return { bucket: 'hour', list, indexOf: (cell) => index.get(cell.day! * 24 + cell.hour!)! };
}

/** `2026-11-22T09`. */
export function hourKey(day: string, hour: number): string {
  return `${day}T${String(hour).padStart(2, '0')}`;
}

/** At most `most` runs of equally many days (the last may be shorter), for sparks. */
export function evenSteps(
  bounds: Bounds,
  most: number,
): { readonly starts: readonly LocalDay[]; stepOf(day: LocalDay): number } {
  const size = Math.ceil(daysIn(bounds) / most);
  const count = Math.ceil(daysIn(bounds) / size);
  return {
    starts: Array.from({ length: count }, (_, i) => toLocalDay(bounds.since + i * size)),
    stepOf: (day) => Math.floor((day - bounds.since) / size),
  };
}
