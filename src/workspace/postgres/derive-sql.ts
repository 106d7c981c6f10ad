/**
 * Functions of the database that keep what is derived in step with what machines told. They run with the owner's rights,
 * so that a writer may have its part done without being able to write turns, rollup or another's rows itself; the same
 * functions serve a workspace with one role. They take keys, never figures: nobody can tell them what to count.
 */
import { QUARTER_MS } from '../../contract/units.ts';
import { PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';
import { FLAG, SUM_COLUMNS } from '../../ledger/schema.ts';
import { deleteEvents, insertEvents, updateEvents } from './merge-sql.ts';
import { FORGET_NAMES, KEEP_CALENDAR } from './calendar-sql.ts';

const SUM_LIST = SUM_COLUMNS.join(', ');
const SUMMED = SUM_COLUMNS.map((c) => `SUM(s.${c})`).join(', ');
const PLACE = 'project_id, machine_id, class_id, side';
const QUARTERS_A_DAY = 96;

/** Plans are made for the tables as they are now, as for a statement that is sent: a first load outgrows any other. */
const OURS = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan`;

/**
 * Opens a change: the row is held until the end of the transaction, so writers take turns, changes become visible in the
 * order of their numbers, and a reader that has seen one has seen all before it.
 */
const BEGIN_CHANGE = `CREATE FUNCTION ${S}.begin_change(OUT counter bigint, OUT dictionary bigint) ${OURS} AS $body$
BEGIN
  UPDATE ${S}.change c SET counter = c.counter + 1 RETURNING c.counter, c.dictionary INTO counter, dictionary;
END $body$`;

/** Brings turns, sessions and rollup in step with the copies of the given keys. Any order, any number of times. */
const DERIVE = `CREATE FUNCTION ${S}.derive(keys text[]) RETURNS void ${OURS} AS $body$
DECLARE
  known text[];
  sessions integer[];
  machines integer[];
  quarters bigint[];
BEGIN
  PERFORM 1 FROM ${S}.change FOR UPDATE;
  SELECT COALESCE(array_agg(e.key), '{}'), array_agg(e.session_id), array_agg(e.machine_id), array_agg(e.ts_ms / ${QUARTER_MS})
    INTO known, sessions, machines, quarters FROM ${S}.event e WHERE e.key = ANY(keys);
  ${insertEvents('keys')};
  known := known || ARRAY(SELECT c.key FROM ${S}.copy c WHERE c.key = ANY(keys) GROUP BY c.key HAVING COUNT(*) > 1);
  IF cardinality(known) > 0 THEN
    ${updateEvents('known')};
    ${deleteEvents('known')};
  END IF;
  SELECT sessions || array_agg(e.session_id), machines || array_agg(e.machine_id), quarters || array_agg(e.ts_ms / ${QUARTER_MS})
    INTO sessions, machines, quarters FROM ${S}.event e WHERE e.key = ANY(keys);
  PERFORM ${S}.refresh_sessions(sessions);
  PERFORM ${S}.rebuild(machines, quarters);
END $body$`;

/** What a session's row tells of its turns and titles. */
const REFRESH_SESSIONS = `CREATE FUNCTION ${S}.refresh_sessions(sessions integer[]) RETURNS void ${OURS} AS $body$
BEGIN
  UPDATE ${S}.session s SET first_ms = x.first_ms, last_ms = x.last_ms, project_id = x.project_id, machine_id = x.machine_id,
      branch_id = x.branch_id, title = x.title, title_rank = x.title_rank, title_pos = x.title_pos
    FROM (SELECT t.id, e.ts_ms AS first_ms, (SELECT MAX(l.ts_ms) FROM ${S}.event l WHERE l.session_id = t.id) AS last_ms,
        COALESCE(e.folder_id, 0) AS project_id, COALESCE(e.machine_id, 0) AS machine_id, COALESCE(e.branch_id, 0) AS branch_id,
        COALESCE(n.text, '') AS title, COALESCE(n.rank, 0) AS title_rank, COALESCE(n.pos, 0) AS title_pos
      FROM (SELECT DISTINCT id FROM unnest(sessions) AS u (id)) t
      LEFT JOIN LATERAL (SELECT f.ts_ms, f.folder_id, f.machine_id, f.branch_id FROM ${S}.event f
        WHERE f.session_id = t.id ORDER BY f.ts_ms, f.key LIMIT 1) e ON true
      LEFT JOIN LATERAL (SELECT i.text, i.rank, i.pos FROM ${S}.title i
        WHERE i.session_id = t.id ORDER BY i.rank DESC, i.pos DESC, i.text DESC LIMIT 1) n ON true) x
    WHERE s.id = x.id AND (s.first_ms, s.last_ms, s.project_id, s.machine_id, s.branch_id, s.title, s.title_rank, s.title_pos)
      IS DISTINCT FROM (x.first_ms, x.last_ms, x.project_id, x.machine_id, x.branch_id, x.title, x.title_rank, x.title_pos);
END $body$`;

/** Makes the slices of each machine's quarter anew, and its days of every calendar that hold one of them. */
const REBUILD = `CREATE FUNCTION ${S}.rebuild(all_machines integer[], all_quarters bigint[]) RETURNS void ${OURS} AS $body$
DECLARE
  machines integer[];
  quarters bigint[];
  calendars integer[];
  owners integer[];
  days integer[];
BEGIN
  SELECT array_agg(t.m), array_agg(t.q) INTO machines, quarters
    FROM (SELECT DISTINCT m, q FROM unnest(all_machines, all_quarters) AS u (m, q)) t;
  DELETE FROM ${S}.slice s USING unnest(machines, quarters) AS t (m, q) WHERE s.machine_id = t.m AND s.quarter = t.q;
  INSERT INTO ${S}.slice (quarter, session_id, ${PLACE}, ${SUM_LIST})
    SELECT t.q, e.session_id, e.folder_id, e.machine_id, e.class_id, (e.flags >> 5) & 1, COUNT(*),
      SUM(CASE WHEN e.flags & ${FLAG.final} = 0 THEN 1 ELSE 0 END), SUM(e.input), SUM(e.output), SUM(e.cache_5m), SUM(e.cache_1h),
      SUM(e.cache_read), SUM(e.web_searches)
    FROM unnest(machines, quarters) AS t (m, q) CROSS JOIN LATERAL (SELECT * FROM ${S}.event n
      WHERE n.machine_id = t.m AND n.ts_ms >= t.q * ${QUARTER_MS} AND n.ts_ms < (t.q + 1) * ${QUARTER_MS} OFFSET 0) e
    GROUP BY 1, 2, 3, 4, 5, 6;
  SELECT array_agg(d.calendar_id), array_agg(d.m), array_agg(d.day) INTO calendars, owners, days
    FROM (SELECT DISTINCT k.calendar_id, t.m, ((t.q + k.shift) / ${QUARTERS_A_DAY})::integer AS day
      FROM unnest(machines, quarters) AS t (m, q) JOIN ${S}.stretch k ON t.q >= k.low AND t.q < k.high) d;
  DELETE FROM ${S}.session_day s USING unnest(calendars, owners, days) AS t (c, m, d)
    WHERE s.calendar_id = t.c AND s.day = t.d AND s.machine_id = t.m;
  DELETE FROM ${S}.day_slice s USING unnest(calendars, owners, days) AS t (c, m, d)
    WHERE s.calendar_id = t.c AND s.day = t.d AND s.machine_id = t.m;
  INSERT INTO ${S}.session_day (calendar_id, day, epoch, session_id, ${PLACE}, ${SUM_LIST})
    SELECT t.c, t.d, t.epoch, s.session_id, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM (SELECT u.c, u.m, u.d, k.epoch, GREATEST(k.low, u.d * ${QUARTERS_A_DAY} - k.shift) AS low,
        LEAST(k.high, (u.d + 1) * ${QUARTERS_A_DAY} - k.shift) AS high
      FROM unnest(calendars, owners, days) AS u (c, m, d) JOIN ${S}.stretch k ON k.calendar_id = u.c
        AND k.low < (u.d + 1) * ${QUARTERS_A_DAY} - k.shift AND k.high > u.d * ${QUARTERS_A_DAY} - k.shift) t
    CROSS JOIN LATERAL (SELECT * FROM ${S}.slice n WHERE n.machine_id = t.m AND n.quarter >= t.low AND n.quarter < t.high OFFSET 0) s
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  INSERT INTO ${S}.day_slice (calendar_id, day, epoch, ${PLACE}, ${SUM_LIST})
    SELECT s.calendar_id, s.day, s.epoch, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM unnest(calendars, owners, days) AS t (c, m, d) JOIN ${S}.session_day s
      ON s.calendar_id = t.c AND s.day = t.d AND s.machine_id = t.m
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $body$`;

export const FUNCTIONS: readonly string[] = [
  BEGIN_CHANGE,
  REFRESH_SESSIONS,
  REBUILD,
  DERIVE,
  KEEP_CALENDAR,
  FORGET_NAMES,
  `REVOKE ALL ON FUNCTION ${S}.refresh_sessions(integer[]), ${S}.rebuild(integer[], bigint[]) FROM PUBLIC`,
];
