/**
 * Which rollup answers a question, and how its rows are cut to the range: the day tables when the question is about days
 * of the home zone, the quarter-hour slices for every other zone and for hours.
 */
import { type RawBuilder, sql } from 'kysely';
import { QUARTER_MS, toLocalDay } from '../../contract/units.ts';
import { dayStartMs } from '../../lib/zone.ts';
import type { DayRange, DimensionFilter } from '../ledger.ts';
import { epochCase } from '../slices.ts';
import { inWeekHours, localTime, type Stretch } from './week-hours.ts';

export type RollupTable = 'slice' | 'session_day' | 'day_slice';

export interface Scope {
  readonly table: RollupTable;
  /** SQL of the local day, of the local hour and of the price epoch of a row. */
  readonly day: RawBuilder<number>;
  readonly hour: RawBuilder<number>;
  readonly epoch: RawBuilder<number>;
  readonly where: RawBuilder<unknown>;
}

const QUARTERS_A_DAY = 96;
/** Bounds of unbounded questions: every timestamp a source lets through lies between (sources: 2000 to 2100). */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2101, 0, 1);

/** [low, high) in epoch ms. Throws `usage` for an unknown zone. */
export function boundsMs(range: DayRange, zone: string): { low: number; high: number } {
  return {
    low: range.since === undefined ? EARLIEST_MS : dayStartMs(zone, range.since),
    high: range.until === undefined ? LATEST_MS : dayStartMs(zone, toLocalDay(range.until + 1)),
  };
}

/** For questions that name no hours: a day's row does not know them. `kept` chooses the rows of one calendar. */
export function dayScope(
  table: 'session_day' | 'day_slice',
  range: DayRange,
  filter: DimensionFilter,
  kept: RawBuilder<unknown>,
): Scope {
  const parts: RawBuilder<unknown>[] = [kept, ...filterParts(filter)];
  if (range.since !== undefined) parts.push(sql`day >= ${range.since}`);
  if (range.until !== undefined) parts.push(sql`day <= ${range.until}`);
  return { table, day: sql<number>`day`, hour: sql<number>`0`, epoch: sql<number>`epoch`, where: all(parts) };
}

/** `data`: the quarters of the ledger. */
export function quarterScope(
  range: DayRange,
  zone: string,
  filter: DimensionFilter,
  epochs: readonly number[],
  data: Stretch,
): Scope {
  const bounds = boundsMs(range, zone);
  const low = Math.max(bounds.low / QUARTER_MS, data.low);
  const high = Math.min(bounds.high / QUARTER_MS, data.high);
  const quarter = localTime('quarter', QUARTER_MS, zone, { low, high });
  const local = sql.raw(quarter);
  const hours = filter.weekHours ? [inWeekHours(quarter, QUARTER_MS, filter.weekHours)] : [];
  return {
    table: 'slice',
    day: sql<number>`(${local}) / ${sql.raw(String(QUARTERS_A_DAY))}`,
    hour: sql<number>`((${local}) % ${sql.raw(String(QUARTERS_A_DAY))}) / 4`,
    epoch: sql<number>`${sql.raw(epochCase('quarter', epochs))}`,
    where: all([...filterParts(filter), ...hours, sql`quarter >= ${low}`, sql`quarter < ${high}`]),
  };
}

function filterParts(filter: DimensionFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  if (filter.machines) parts.push(isOneOf('machine_id', filter.machines));
  if (filter.projects) parts.push(isOneOf('project_id', filter.projects));
  if (filter.classes) parts.push(isOneOf('class_id', filter.classes));
  if (filter.sessions) parts.push(isOneOf('session_id', filter.sessions));
  return parts;
}

/** Ids are this ledger's own integers, so they are safe to write into the statement, however many there are. */
export function isOneOf(column: string, ids: readonly number[]): RawBuilder<boolean> {
  if (ids.length === 0) return sql.raw<boolean>('1 = 0');
  return sql.raw<boolean>(`${column} IN (${ids.map((id) => Math.trunc(id)).join(', ')})`);
}

export function all(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length === 0 ? sql`1 = 1` : sql.join(parts, sql` AND `);
}
