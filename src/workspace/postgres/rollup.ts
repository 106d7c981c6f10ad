/** Rebuilds what is derived from the turns exactly where a batch touched it, in the batch's transaction. */
import { QUARTER_MS, toLocalDay } from '../../contract/units.ts';
import { dayStartMs, localDayOf } from '../../lib/zone.ts';
import type { PgQuery } from '../../ledger/dialect/postgres.ts';
import { FLAG, SUM_COLUMNS } from '../../ledger/schema.ts';
import { epochCase, type HomeCalendar } from '../../ledger/slices.ts';
import { DELETE_EVENTS, INSERT_EVENTS, UPDATE_EVENTS } from './merge-sql.ts';

const SUM_LIST = SUM_COLUMNS.join(', ');
const SUMMED = SUM_COLUMNS.map((c) => `SUM(s.${c})`).join(', ');
const PLACE = 'project_id, machine_id, class_id, side';

/**
 * Brings turns, rollup and sessions in step with the copies of the given keys. The caller holds the change row, so
 * nobody else writes at the same time.
 */
export async function derive(query: PgQuery, keys: readonly string[], calendar: HomeCalendar): Promise<void> {
  const before = await query<Place>(PLACES, [keys]);
  const known = new Set(before.map((p) => p.key));
  const fresh = await query<Place>(INSERT_EVENTS, [keys.filter((key) => !known.has(key))]);
  const touched = [...before, ...fresh];
  if (known.size > 0) {
    await query(UPDATE_EVENTS, [[...known]]);
    await query(DELETE_EVENTS, [[...known]]);
    touched.push(...(await query<Place>(PLACES, [[...known]])));
  }
  await refreshSessions(query, [...new Set(touched.map((p) => p.session_id))]);
  await rebuild(query, [...new Set(touched.map((p) => Math.floor(p.ts_ms / QUARTER_MS)))], calendar);
}

/** Where a turn counts. */
interface Place {
  readonly key: string;
  readonly ts_ms: number;
  readonly session_id: number;
}
const PLACES = 'SELECT key, ts_ms, session_id FROM event WHERE key = ANY($1::text[])';

async function refreshSessions(query: PgQuery, sessions: readonly number[]): Promise<void> {
  await query(
    `UPDATE session s SET first_ms = x.first_ms, last_ms = x.last_ms, project_id = x.project_id, machine_id = x.machine_id, branch_id = x.branch_id
     FROM (SELECT t.id, e.ts_ms AS first_ms, (SELECT MAX(l.ts_ms) FROM event l WHERE l.session_id = t.id) AS last_ms,
         COALESCE(e.folder_id, 0) AS project_id, COALESCE(e.machine_id, 0) AS machine_id, COALESCE(e.branch_id, 0) AS branch_id
       FROM unnest($1::int[]) AS t (id) LEFT JOIN LATERAL (SELECT f.ts_ms, f.folder_id, f.machine_id, f.branch_id FROM event f
         WHERE f.session_id = t.id ORDER BY f.ts_ms, f.key LIMIT 1) e ON true) x
     WHERE s.id = x.id AND (s.first_ms, s.last_ms, s.project_id, s.machine_id, s.branch_id)
       IS DISTINCT FROM (x.first_ms, x.last_ms, x.project_id, x.machine_id, x.branch_id)`,
    [sessions],
  );
}

async function rebuild(query: PgQuery, quarters: readonly number[], calendar: HomeCalendar): Promise<void> {
  await query('DELETE FROM slice WHERE quarter = ANY($1::bigint[])', [quarters]);
  await query(
    `INSERT INTO slice (quarter, session_id, ${PLACE}, ${SUM_LIST})
     SELECT t.quarter, e.session_id, e.folder_id, e.machine_id, e.class_id, (e.flags >> 5) & 1, COUNT(*),
       SUM(CASE WHEN e.flags & ${FLAG.final} = 0 THEN 1 ELSE 0 END), SUM(e.input), SUM(e.output), SUM(e.cache_5m), SUM(e.cache_1h),
       SUM(e.cache_read), SUM(e.web_searches)
     FROM unnest($1::bigint[]) AS t (quarter)
     CROSS JOIN LATERAL (SELECT * FROM event n WHERE n.ts_ms >= t.quarter * ${QUARTER_MS} AND n.ts_ms < (t.quarter + 1) * ${QUARTER_MS} OFFSET 0) e
     GROUP BY 1, 2, 3, 4, 5, 6`,
    [quarters],
  );
  await rebuildDays(query, [...new Set(quarters.map((q) => localDayOf(calendar.zone, q * QUARTER_MS)))], calendar);
}

async function rebuildDays(query: PgQuery, days: readonly number[], calendar: HomeCalendar): Promise<void> {
  const quarterOf = (day: number): number => Math.ceil(dayStartMs(calendar.zone, toLocalDay(day)) / QUARTER_MS);
  await query('DELETE FROM session_day WHERE day = ANY($1::int[])', [days]);
  await query('DELETE FROM day_slice WHERE day = ANY($1::int[])', [days]);
  await query(
    `INSERT INTO session_day (day, epoch, session_id, ${PLACE}, ${SUM_LIST})
     SELECT t.day, ${epochCase('s.quarter', calendar.epochs)}, s.session_id, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
     FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS t (day, low, high)
     CROSS JOIN LATERAL (SELECT * FROM slice n WHERE n.quarter >= t.low AND n.quarter < t.high OFFSET 0) s GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    [days, days.map(quarterOf), days.map((day) => quarterOf(day + 1))],
  );
  await query(
    `INSERT INTO day_slice (day, epoch, ${PLACE}, ${SUM_LIST})
     SELECT s.day, s.epoch, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
     FROM session_day s WHERE s.day = ANY($1::int[]) GROUP BY 1, 2, 3, 4, 5, 6`,
    [days],
  );
}
