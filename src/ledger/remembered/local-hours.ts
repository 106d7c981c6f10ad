import { offsetSegments } from '../../lib/zone.ts';
import type { RollupColumns } from './rollup-columns.ts';

const HOUR_MS = 3_600_000;

/** Hours of the local clock since its 1970-01-01T00:00, one per row. */
export type LocalHours = Int32Array<ArrayBuffer>;

/**
 * The rows' hours on the clock of a zone. Undefined where whole UTC hours are not whole local hours at all times of the
 * rollup (India, Nepal, Lord Howe): those need the quarter-hour slices. Throws `usage` for an unknown zone.
 */
export function localHoursOf({ hour, rows }: RollupColumns, zone: string): LocalHours | undefined {
  if (rows === 0) return new Int32Array(0);
  let [low, high] = [hour[0]!, hour[0]!];
  for (const h of hour) {
    if (h < low) low = h;
    if (h > high) high = h;
  }
  const segments = offsetSegments(zone, low * HOUR_MS, (high + 1) * HOUR_MS);
  if (segments.some((s) => s.offsetMinutes % 60 !== 0 || s.startMs % HOUR_MS !== 0)) return undefined;
  const shifts = new Int8Array(high - low + 1);
  for (const [i, { startMs, offsetMinutes }] of segments.entries()) {
    const end = segments[i + 1]?.startMs ?? (high + 1) * HOUR_MS;
    shifts.fill(offsetMinutes / 60, startMs / HOUR_MS - low, end / HOUR_MS - low);
  }
  return hour.map((h) => h + shifts[h - low]!);
}

/** Local calendar day of a local hour. */
export const dayOfHour = (localHour: number): number => Math.floor(localHour / 24);

/** Hour of the week of a local hour, 0 = Monday's first: 1970-01-01 was a Thursday. */
export const weekHourOf = (localHour: number): number => (((localHour + 72) % 168) + 168) % 168;
