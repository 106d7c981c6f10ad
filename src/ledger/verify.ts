import type { Connection } from './dialect/dialect.ts';
import { type HomeCalendar, rebuildAll } from './slices.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly turns: number;
  /** Rows that differ, per rollup table. */
  readonly differences: Readonly<Record<RollupTable, number>>;
}
const ROLLUPS = ['slice', 'session_day', 'day_slice'] as const;
type RollupTable = (typeof ROLLUPS)[number];

/**
 * Recounts every rollup from the turns and compares row by row; leaves the ledger as it was, since the recount is
 * rolled back.
 */
export function verifyRollup(connection: Connection, calendar: HomeCalendar): Verdict {
  connection.begin();
  try {
    for (const table of ROLLUPS) connection.exec(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table}`);
    rebuildAll(connection, calendar);
    const differences = Object.fromEntries(ROLLUPS.map((t) => [t, differing(connection, t)])) as Record<
      RollupTable,
      number
    >;
    const turns = Number(connection.prepare('SELECT COUNT(*) AS n FROM event').get()?.n);
    return { ok: ROLLUPS.every((t) => differences[t] === 0), turns, differences };
  } finally {
    connection.rollback();
  }
}

function differing(connection: Connection, table: RollupTable): number {
  const sql = `SELECT (SELECT COUNT(*) FROM (SELECT * FROM ${table} EXCEPT SELECT * FROM kept_${table}))
    + (SELECT COUNT(*) FROM (SELECT * FROM kept_${table} EXCEPT SELECT * FROM ${table})) AS n`;
  return Number(connection.prepare(sql).get()?.n);
}
