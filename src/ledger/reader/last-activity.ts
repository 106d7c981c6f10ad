import { type Kysely, sql } from 'kysely';
import { type EpochMs, QUARTER_MS, toEpochMs, toLocalDay } from '../../contract/units.ts';
import { dayStartMs } from '../../lib/zone.ts';
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
  const found = new Map<number, EpochMs>();
  for (const { id, day } of rows) found.set(id, await lastOfDay(db, by, id, Number(day), query));
  return found;
}

async function lastOfDay(
  db: Db,
  by: 'project' | 'machine',
  id: number,
  day: number,
  query: Omit<UsageQuery, 'by'>,
): Promise<EpochMs> {
  const { zone, filter } = query;
  const bounds = boundsMs({ since: toLocalDay(day), until: toLocalDay(day) }, zone);
  const parts = [
    isOneOf(`${by}_id`, [id]),
    sql`quarter >= ${bounds.low / QUARTER_MS}`,
    sql`quarter < ${bounds.high / QUARTER_MS}`,
  ];
  if (filter.classes) parts.push(isOneOf('class_id', filter.classes));
  if (filter.sessions) parts.push(isOneOf('session_id', filter.sessions));
  if (filter.machines) parts.push(isOneOf('machine_id', filter.machines));
  if (filter.projects) parts.push(isOneOf('project_id', filter.projects));
  if (filter.weekHours) {
    const local = localTime('quarter', QUARTER_MS, zone, {
      low: bounds.low / QUARTER_MS,
      high: bounds.high / QUARTER_MS,
    });
    parts.push(inWeekHours(local, QUARTER_MS, filter.weekHours));
  }
  const { rows } = await sql<{
    quarter: number;
    session_id: number;
    project_id: number;
    machine_id: number;
    class_id: number;
  }>`
    SELECT quarter, session_id, project_id, machine_id, class_id FROM ${sql.table('slice')} WHERE ${all(parts)}
    AND quarter = (SELECT MAX(quarter) FROM ${sql.table('slice')} WHERE ${all(parts)})`.execute(db);
  let last = dayStartMs(zone, toLocalDay(day)) as number;
  for (const r of rows) last = Math.max(last, await lastOfSlice(db, r));
  return toEpochMs(last);
}

async function lastOfSlice(
  db: Db,
  r: { quarter: number; session_id: number; project_id: number; machine_id: number; class_id: number },
): Promise<number> {
  const low = r.quarter * QUARTER_MS;
  const { rows } = await sql<{
    last: number;
  }>`SELECT MAX(e.ts_ms) AS last FROM ${sql.table('event')} e JOIN ${sql.table('folder')} f ON f.id = e.folder_id
    WHERE e.session_id = ${r.session_id} AND e.ts_ms >= ${low} AND e.ts_ms < ${low + QUARTER_MS}
    AND e.machine_id = ${r.machine_id} AND e.class_id = ${r.class_id} AND f.project_id = ${r.project_id}`.execute(db);
  return Number(rows[0]?.last ?? 0);
}
