/** Hours of the week as a condition in SQL: exact in every zone, because every offset is whole quarters of an hour. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { QUARTER_MS } from '../../contract/units.ts';
import { offsetSegments } from '../../lib/zone.ts';
import type { UsageQuery } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';

/** Stretch of time, in units of a column: [low, high). */
export interface Stretch {
  readonly low: number;
  readonly high: number;
}

/** First and last quarter of the rollup, as a stretch: offsets outside it need not be looked up. */
export async function quartersOfData(db: Kysely<LedgerDatabase>): Promise<Stretch> {
  const { rows } = await sql<{ low: number | null; high: number | null }>`
    SELECT (SELECT MIN(quarter) FROM ${sql.table('slice')}) AS low, (SELECT MAX(quarter) FROM ${sql.table('slice')}) AS high`.execute(
    db,
  );
  return { low: Number(rows[0]?.low ?? 0), high: Number(rows[0]?.high ?? 0) + 1 };
}

/** SQL of a column moved to local time, in the same unit, one arm per stretch of equal offset. */
export function localTime(column: string, unitMs: number, zone: string, { low, high }: Stretch): string {
  const segments = offsetSegments(zone, low * unitMs, Math.max(high, low + 1) * unitMs);
  const last = segments.at(-1);
  if (!last) return column;
  const moved = (offsetMinutes: number): string => `${column} + ${(offsetMinutes * 60_000) / unitMs}`;
  const arms = segments.slice(0, -1).map((segment, i) => {
    const end = segments[i + 1]?.startMs ?? 0;
    return `WHEN ${column} < ${Math.ceil(end / unitMs)} THEN ${moved(segment.offsetMinutes)}`;
  });
  return arms.length === 0 ? moved(last.offsetMinutes) : `CASE ${arms.join(' ')} ELSE ${moved(last.offsetMinutes)} END`;
}

/** Whether a local time, in `unitMs` since 1970, lies in one of the hours of the week (0 = Monday, the first hour). */
export function inWeekHours(local: string, unitMs: number, hours: readonly number[]): RawBuilder<boolean> {
  if (hours.length === 0) return sql.raw<boolean>('1 = 0');
  // 1970-01-01 was a Thursday: three days after Monday.
  const hour = `((${local}) / ${3_600_000 / unitMs} + 72) % 168`;
  return sql.raw<boolean>(`${hour} IN (${hours.map((h) => Math.trunc(h)).join(', ')})`);
}

/** The hours of a question as a condition on turns, whose time stands in `e.ts_ms`; nothing when it names none. */
export async function turnsInWeekHours(
  db: Kysely<LedgerDatabase>,
  { zone, filter }: Pick<UsageQuery, 'zone' | 'filter'>,
): Promise<RawBuilder<boolean>[]> {
  if (filter.weekHours === undefined) return [];
  const { low, high } = await quartersOfData(db);
  const local = localTime('e.ts_ms', 1, zone, { low: low * QUARTER_MS, high: high * QUARTER_MS });
  return [inWeekHours(local, 1, filter.weekHours)];
}
