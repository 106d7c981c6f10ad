import { type Kysely, type RawBuilder, sql } from 'kysely';
import { toLocalDay } from '../../contract/units.ts';
import type { GroupKey, UsageCell } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';
import type { Scope } from './scope.ts';

interface CellRow {
  day?: number;
  hour?: number;
  weekday?: number;
  quarter?: number;
  session?: number;
  project?: number;
  machine?: number;
  side?: number;
  class_id: number;
  epoch: number;
  turns: number;
  unfinal: number;
  input: number;
  output: number;
  cache_5m: number;
  cache_1h: number;
  cache_read: number;
  web_searches: number;
}

/** Sums per group, price class and price epoch. */
export async function usageCells(
  db: Kysely<LedgerDatabase>,
  by: readonly GroupKey[],
  scope: Scope,
): Promise<UsageCell[]> {
  const columns = by.flatMap((key) => groupColumns(key, scope));
  const keys = [...columns, sql`class_id`, sql`${scope.epoch} AS epoch`];
  const places = keys.map((_, i) => sql.raw(String(i + 1)));
  const { rows } = await sql<CellRow>`SELECT ${sql.join(keys)},
    SUM(turns) AS turns, SUM(unfinal) AS unfinal, SUM(input) AS input, SUM(output) AS output, SUM(cache_5m) AS cache_5m,
    SUM(cache_1h) AS cache_1h, SUM(cache_read) AS cache_read, SUM(web_searches) AS web_searches
    FROM ${sql.table(scope.table)} WHERE ${scope.where} GROUP BY ${sql.join(places)}`.execute(db);
  return rows.map(toCell);
}

export function groupColumns(key: GroupKey, scope: Scope): RawBuilder<unknown>[] {
  switch (key) {
    case 'day':
      return [sql`${scope.day} AS day`];
    case 'hour':
      return [sql`${scope.day} AS day`, sql`${scope.hour} AS hour`];
    case 'weekhour':
      // 1970-01-01 was a Thursday: weekday 3, counted from Monday.
      return [sql`(${scope.day} + 3) % 7 AS weekday`, sql`${scope.hour} AS hour`];
    case 'quarter':
      return [sql`quarter AS quarter`];
    case 'side':
      return [sql`side AS side`];
    default:
      return [sql`${sql.ref(`${key}_id`)} AS ${sql.ref(key)}`];
  }
}

/** What `groupColumns` calls them. */
export function groupNames(key: GroupKey): string[] {
  if (key === 'hour') return ['day', 'hour'];
  return key === 'weekhour' ? ['weekday', 'hour'] : [key];
}

/** A cell with all its fields, so that every cell has one shape: sums over cells of many shapes take twice the time. */
export type WholeCell = { -readonly [K in keyof Required<UsageCell>]: Required<UsageCell>[K] | undefined };

function toCell(r: CellRow): UsageCell {
  const cell: WholeCell = {
    day: r.day === undefined ? undefined : toLocalDay(Number(r.day)),
    hour: numberOf(r.hour),
    weekday: numberOf(r.weekday),
    quarter: numberOf(r.quarter),
    session: r.session,
    project: r.project,
    machine: r.machine,
    side: r.side,
    classId: r.class_id,
    epoch: Number(r.epoch),
    turns: Number(r.turns),
    unfinal: Number(r.unfinal),
    input: Number(r.input),
    output: Number(r.output),
    cache5m: Number(r.cache_5m),
    cache1h: Number(r.cache_1h),
    cacheRead: Number(r.cache_read),
    webSearches: Number(r.web_searches),
  };
  // A field that was not asked for is there and undefined.
  return cell as UsageCell;
}

const numberOf = (value: number | undefined): number | undefined => (value === undefined ? undefined : Number(value));
