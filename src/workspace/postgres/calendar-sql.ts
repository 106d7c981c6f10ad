/** Functions that a workspace seldom needs: another zone's days, and names that nobody uses any more. */
import { PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';
import { SUM_COLUMNS } from '../../ledger/schema.ts';

const SUM_LIST = SUM_COLUMNS.join(', ');
const SUMMED = SUM_COLUMNS.map((c) => `SUM(s.${c})`).join(', ');
const PLACE = 'project_id, machine_id, class_id, side';
const OURS = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;
/** Zones with day tables of their own; the others take the quarter-hour slices. Each costs every push a little. */
const CALENDARS = 4;

/**
 * Keeps days in a zone: `stretches` is the JSON of [low, high, shift, epoch] in quarters, ascending and without gaps.
 * A reader uses a calendar only when it is what the reader would have written itself, so a wrong one costs time, never
 * truth. A zone's calendar is replaced by one that knows more price changes.
 */
export const KEEP_CALENDAR = `CREATE FUNCTION ${S}.keep_calendar(its_zone text, its_epochs text, its_stretches text) RETURNS void ${OURS} AS $body$
DECLARE
  made integer;
BEGIN
  PERFORM 1 FROM ${S}.change FOR UPDATE;
  IF EXISTS (SELECT 1 FROM ${S}.calendar c WHERE c.zone = its_zone
      AND json_array_length(c.epochs::json) >= json_array_length(its_epochs::json)) THEN RETURN; END IF;
  DELETE FROM ${S}.stretch k USING ${S}.calendar c WHERE c.zone = its_zone AND k.calendar_id = c.id;
  DELETE FROM ${S}.session_day d USING ${S}.calendar c WHERE c.zone = its_zone AND d.calendar_id = c.id;
  DELETE FROM ${S}.day_slice d USING ${S}.calendar c WHERE c.zone = its_zone AND d.calendar_id = c.id;
  DELETE FROM ${S}.calendar c WHERE c.zone = its_zone;
  IF (SELECT COUNT(*) FROM ${S}.calendar) >= ${CALENDARS} THEN RETURN; END IF;
  INSERT INTO ${S}.calendar (zone, epochs, stretches) VALUES (its_zone, its_epochs, its_stretches) RETURNING id INTO made;
  INSERT INTO ${S}.stretch (calendar_id, low, high, shift, epoch)
    SELECT made, (x ->> 0)::bigint, (x ->> 1)::bigint, (x ->> 2)::integer, (x ->> 3)::integer
    FROM json_array_elements(its_stretches::json) AS t (x);
  INSERT INTO ${S}.session_day (calendar_id, day, epoch, session_id, ${PLACE}, ${SUM_LIST})
    SELECT made, (s.quarter + k.shift) / 96, k.epoch, s.session_id, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM ${S}.slice s JOIN ${S}.stretch k ON k.calendar_id = made AND s.quarter >= k.low AND s.quarter < k.high
    GROUP BY 2, 3, 4, 5, 6, 7, 8;
  INSERT INTO ${S}.day_slice (calendar_id, day, epoch, ${PLACE}, ${SUM_LIST})
    SELECT made, s.day, s.epoch, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM ${S}.session_day s WHERE s.calendar_id = made GROUP BY 2, 3, 4, 5, 6, 7;
END $body$`;

/** Sessions, projects and branches that no copy names any more go, so that what was taken back leaves no name. */
export const FORGET_NAMES = `CREATE FUNCTION ${S}.forget_names(sessions integer[], projects integer[], labels integer[]) RETURNS void ${OURS} AS $body$
BEGIN
  PERFORM 1 FROM ${S}.change FOR UPDATE;
  DELETE FROM ${S}.session s WHERE s.id = ANY(sessions) AND NOT EXISTS (SELECT 1 FROM ${S}.copy c WHERE c.session_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM ${S}.title t WHERE t.session_id = s.id);
  DELETE FROM ${S}.project p WHERE p.id = ANY(projects) AND NOT EXISTS (SELECT 1 FROM ${S}.copy c WHERE c.project_id = p.id);
  DELETE FROM ${S}.label l WHERE l.id = ANY(labels) AND l.text <> ''
    AND NOT EXISTS (SELECT 1 FROM ${S}.copy c WHERE c.branch_id = l.id);
  UPDATE ${S}.change SET dictionary = dictionary + 1;
END $body$`;
