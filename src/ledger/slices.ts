/**
 * The rollup, in three tables: `slice` (quarter hour UTC × session), exact in every zone; `session_day` and `day_slice`
 * (calendar days of the home zone), which answer the common questions. Each is rebuilt exactly where a write touched it,
 * from the table before it, in the same transaction.
 */
import { DAY_MS, QUARTER_MS, toLocalDay } from '../contract/units.ts';
import { dayStartMs, localDayOf } from '../lib/zone.ts';
import type { Connection } from './dialect/dialect.ts';
import { FLAG, SUM_COLUMNS } from './schema.ts';

/** Days and price epochs in which the day tables are kept. */
export interface HomeCalendar {
  /** IANA zone. */
  readonly zone: string;
  /** Instants (epoch ms, ascending) at which a price changes; they lie on quarter hours. */
  readonly epochs: readonly number[];
}

const SUM_LIST = SUM_COLUMNS.join(', ');
const SUMMED = SUM_COLUMNS.map((c) => `SUM(${c})`).join(', ');
const EVENT_SUMS =
  `COUNT(*), SUM(CASE WHEN e.flags & ${FLAG.final} THEN 0 ELSE 1 END), SUM(e.input), SUM(e.output), SUM(e.cache_5m), ` +
  'SUM(e.cache_1h), SUM(e.cache_read), SUM(e.web_searches)';
const SLICE_KEYS = 'session_id, project_id, machine_id, class_id, side';

/** Rebuilds every rollup row. Used by the first load, and when the home calendar changed. */
export function rebuildAll(connection: Connection, calendar: HomeCalendar): void {
  connection.exec(`DELETE FROM slice; INSERT INTO slice (quarter, ${SLICE_KEYS}, ${SUM_LIST})
    SELECT e.ts_ms / ${QUARTER_MS} AS quarter, e.session_id, f.project_id, e.machine_id, e.class_id, (e.flags >> 5) & 1 AS side, ${EVENT_SUMS}
    FROM event e JOIN folder f ON f.id = e.folder_id GROUP BY 1, 2, 3, 4, 5, 6`);
  rebuildAllDays(connection, calendar);
}

/** Rebuilds the day tables from the slices. */
export function rebuildAllDays(connection: Connection, calendar: HomeCalendar): void {
  connection.exec('DELETE FROM session_day; DELETE FROM day_slice');
  const days = new Set<number>();
  // A UTC day reaches into its neighbours: offsets lie between -12 and +14 hours.
  for (const row of connection.prepare(`SELECT DISTINCT quarter / ${DAY_MS / QUARTER_MS} AS day FROM slice`).all()) {
    for (const shift of [-1, 0, 1]) days.add(Number(row.day) + shift);
  }
  rebuildDays(
    connection,
    calendar,
    [...days].sort((a, b) => a - b),
  );
}

/** Rebuilds the rollup rows of the given quarters and of the days they lie in. */
export function rebuildQuarters(connection: Connection, calendar: HomeCalendar, quarters: ReadonlySet<number>): void {
  connection.exec(
    'CREATE TEMP TABLE IF NOT EXISTS touched_quarter (quarter INTEGER PRIMARY KEY); DELETE FROM touched_quarter',
  );
  const add = connection.prepare('INSERT INTO touched_quarter VALUES (?)');
  const days = new Set<number>();
  for (const quarter of quarters) {
    add.run(quarter);
    days.add(localDayOf(calendar.zone, quarter * QUARTER_MS));
  }
  connection.exec(`DELETE FROM slice WHERE quarter IN (SELECT quarter FROM touched_quarter);
    INSERT INTO slice (quarter, ${SLICE_KEYS}, ${SUM_LIST})
    SELECT t.quarter, e.session_id, f.project_id, e.machine_id, e.class_id, (e.flags >> 5) & 1 AS side, ${EVENT_SUMS}
    FROM touched_quarter t
    CROSS JOIN event e ON e.ts_ms >= t.quarter * ${QUARTER_MS} AND e.ts_ms < (t.quarter + 1) * ${QUARTER_MS}
    JOIN folder f ON f.id = e.folder_id GROUP BY 1, 2, 3, 4, 5, 6`);
  rebuildDays(
    connection,
    calendar,
    [...days].sort((a, b) => a - b),
  );
}

function rebuildDays(connection: Connection, calendar: HomeCalendar, days: readonly number[]): void {
  connection.exec(
    `CREATE TEMP TABLE IF NOT EXISTS touched_day (day INTEGER PRIMARY KEY, low INTEGER, high INTEGER); DELETE FROM touched_day`,
  );
  const add = connection.prepare('INSERT INTO touched_day VALUES (?, ?, ?)');
  for (const day of days) {
    const low = dayStartMs(calendar.zone, toLocalDay(day)) / QUARTER_MS;
    add.run(day, low, dayStartMs(calendar.zone, toLocalDay(day + 1)) / QUARTER_MS);
  }
  connection.exec(`DELETE FROM session_day WHERE day IN (SELECT day FROM touched_day);
    DELETE FROM day_slice WHERE day IN (SELECT day FROM touched_day);
    INSERT INTO session_day (day, epoch, ${SLICE_KEYS}, ${SUM_LIST})
    SELECT t.day, ${epochCase('s.quarter', calendar.epochs)} AS epoch, s.session_id, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM touched_day t CROSS JOIN slice s ON s.quarter >= t.low AND s.quarter < t.high GROUP BY 1, 3, 4, 5, 6, 7, 2;
    INSERT INTO day_slice (day, epoch, project_id, machine_id, class_id, side, ${SUM_LIST})
    SELECT s.day, s.epoch, s.project_id, s.machine_id, s.class_id, s.side, ${SUMMED}
    FROM touched_day t CROSS JOIN session_day s ON s.day = t.day GROUP BY 1, 3, 4, 5, 6, 2`);
}

/** SQL for the index of the price epoch in which a quarter lies: the number of epochs at or before it. */
export function epochCase(column: string, epochs: readonly number[]): string {
  if (epochs.length === 0) return '0';
  const arms = epochs.map((ms, i) => `WHEN ${column} < ${Math.ceil(ms / QUARTER_MS)} THEN ${i}`);
  return `CASE ${arms.join(' ')} ELSE ${epochs.length} END`;
}
