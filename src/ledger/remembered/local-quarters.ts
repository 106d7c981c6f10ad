import { QUARTER_MS } from '../../contract/units.ts';
import { offsetSegments } from '../../lib/zone.ts';

const QUARTERS_A_DAY = 96;

/** Quarter hours of the local clock since its 1970-01-01T00:00, one per row. */
export type LocalQuarters = Int32Array<ArrayBuffer>;

/**
 * Quarters of UTC, ascending, on the clock of a zone. Undefined where it changes its clock between two quarters or back
 * into a day before: that is left to the ledger. Throws `usage` for an unknown zone.
 */
export function localQuartersOf(quarters: Int32Array, zone: string): LocalQuarters | undefined {
  if (quarters.length === 0) return new Int32Array(0);
  const end = quarters.at(-1)! + 1;
  const segments = offsetSegments(zone, quarters[0]! * QUARTER_MS, end * QUARTER_MS);
  const local = new Int32Array(quarters.length);
  let row = 0;
  for (const [i, { offsetMinutes }] of segments.entries()) {
    const next = (segments[i + 1]?.startMs ?? end * QUARTER_MS) / QUARTER_MS;
    const shift = (offsetMinutes * 60_000) / QUARTER_MS;
    if (!Number.isInteger(next) || !Number.isInteger(shift)) return undefined;
    if (row > 0 && dayOf(local[row - 1]!) > dayOf(quarters[row]! + shift)) return undefined;
    for (; row < quarters.length && quarters[row]! < next; row++) local[row] = quarters[row]! + shift;
  }
  return local;
}

/** Local calendar day of a local quarter. */
export const dayOf = (quarter: number): number => Math.floor(quarter / QUARTERS_A_DAY);

/** The first local quarter of a day. */
export const quarterOfDay = (day: number): number => day * QUARTERS_A_DAY;

/** Hours since the local 1970-01-01T00:00. */
const hourOf = (quarter: number): number => Math.floor(quarter / 4);
export const hourOfDay = (quarter: number): number => hourOf(quarter) - dayOf(quarter) * 24;

/** The first quarter of the local hour. */
export const startOfHour = (quarter: number): number => hourOf(quarter) * 4;

/** Hour of the week, 0 = Monday's first: 1970-01-01 was a Thursday. */
export const weekHourOf = (quarter: number): number => (((hourOf(quarter) + 72) % 168) + 168) % 168;
