import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type EpochMs, QUARTER_MS, toEpochMs, toLocalDay } from '../../contract/units.ts';
import type { UsageQuery } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';
import { all, boundsMs, isOneOf, type Scope } from './scope.ts';
import { inWeekHours, localTime } from './week-hours.ts';

type Db = Kysely<LedgerDatabase>;

/** Last turn per project or machine: the day from the rollup, then the instant from that day's turns. */
export async function lastActivity(
  db: Db,
  by: 'project' | 'machine',
  query: Omit<UsageQuery, 'by'>,
  scope: Scope,
): Promise<Map<number, EpochMs>> {
  const column = sql.ref(`${by}_id`);
  const { rows } = await sql<{ id: number; day: number }>`SELECT ${column} AS id, MAX(${scope.day}) AS day
    FROM ${sql.table(scope.table)} WHERE ${scope.where} GROUP BY 1`.execute(db);
  if (rows.length === 0) return new Map();
  const spans = rows.map(({ id, day }) => ({ id, ...quartersOfDay(Number(day), query.zone) }));
  return lastOfSpans(db, by, spans, query);
}

interface Span {
  readonly id: number;
  /** Quarters [low, high) in which the last turn lies. */
  readonly low: number;
  readonly high: number;
}

function quartersOfDay(day: number, zone: string): { low: number; high: number } {
  const { low, high } = boundsMs({ since: toLocalDay(day), until: toLocalDay(day) }, zone);
  return { low: low / QUARTER_MS, high: high / QUARTER_MS };
}

/** One question for all of them: a shared database may be far away. The joins stand in the order in which they narrow. */
async function lastOfSpans(
  db: Db,
  by: 'project' | 'machine',
  spans: readonly Span[],
  query: Omit<UsageQuery, 'by'>,
): Promise<Map<number, EpochMs>> {
  const values = sql.raw(spans.map((s) => `(${s.id}, ${s.low}, ${s.high})`).join(', '));
  const id = sql.ref(`s.${by}_id`);
  const filters = all([sql`1 = 1`, ...filtersOf(spans, query)]);
  const quarterMs = sql.raw(String(QUARTER_MS));
  const { rows } = await sql<{ id: number; last: number }>`WITH span (id, low, high) AS (VALUES ${values}),
    ending AS (SELECT span.id AS id, (SELECT MAX(s.quarter) FROM ${sql.table('slice')} s
      WHERE ${id} = span.id AND s.quarter >= span.low AND s.quarter < span.high AND ${filters}) AS quarter FROM span)
    SELECT ending.id AS id, MAX(e.ts_ms) AS last
    FROM ending CROSS JOIN ${sql.table('slice')} s CROSS JOIN ${sql.table('event')} e CROSS JOIN ${sql.table('folder')} f
    WHERE s.quarter = ending.quarter AND ${id} = ending.id AND ${filters}
    AND e.session_id = s.session_id AND e.ts_ms >= s.quarter * ${quarterMs} AND e.ts_ms < (s.quarter + 1) * ${quarterMs}
    AND e.machine_id = s.machine_id AND e.class_id = s.class_id AND f.id = e.folder_id AND f.project_id = s.project_id
    GROUP BY 1`.execute(db);
  return new Map(rows.map((r) => [r.id, toEpochMs(Number(r.last))]));
}

function filtersOf(spans: readonly Span[], { zone, filter }: Omit<UsageQuery, 'by'>): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  if (filter.classes) parts.push(isOneOf('s.class_id', filter.classes));
  if (filter.sessions) parts.push(isOneOf('s.session_id', filter.sessions));
  if (filter.machines) parts.push(isOneOf('s.machine_id', filter.machines));
  if (filter.projects) parts.push(isOneOf('s.project_id', filter.projects));
  if (filter.weekHours) {
    const low = spans.reduce((least, s) => Math.min(least, s.low), Infinity);
    const high = spans.reduce((most, s) => Math.max(most, s.high), -Infinity);
    parts.push(inWeekHours(localTime('s.quarter', QUARTER_MS, zone, { low, high }), QUARTER_MS, filter.weekHours));
  }
  return parts;
}
