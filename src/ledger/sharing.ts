import { NO_SUMS, type SharedSums, type SharedTurn } from '../contract/shared-turn.ts';
import { type ContextClass, RANK, type Rank } from '../contract/usage-event.ts';
import { toEpochMs } from '../contract/units.ts';
import type { Connection, SqlValue } from './dialect/dialect.ts';
import { COPY_COLUMNS } from './event-row.ts';
import { readMeta, writeMeta } from './meta.ts';
import { FLAG } from './schema.ts';

/** A turn of this machine that the workspace has not heard of as it now is. */
export interface DirtyTurn {
  readonly eventId: number;
  readonly turn: SharedTurn;
}

/** From now on own copies that change are remembered as dirty; those that are there already are dirty at once. */
export function startSharing(connection: Connection, selfId: number): void {
  if (isSharing(connection)) return;
  writeMeta(connection, 'sharing', 'on');
  markAllDirty(connection, selfId);
}
export function stopSharing(connection: Connection): void {
  writeMeta(connection, 'sharing', 'off');
  connection.exec('DELETE FROM dirty_event');
}
export const isSharing = (connection: Connection): boolean => readMeta(connection, 'sharing') === 'on';

/** Everything of this machine is to be shared again: another target, other rules. */
export function markAllDirty(connection: Connection, selfId: number): void {
  connection
    .prepare(
      `INSERT OR IGNORE INTO dirty_event SELECT id FROM event WHERE machine_id = ? UNION SELECT event_id FROM event_copy WHERE machine_id = ?`,
    )
    .run(selfId, selfId);
}

/** What is told of a session goes with its turns, so one of them is told again: the first of this machine, if there is one. */
export function markSessionDirty(connection: Connection, selfId: number, sessionId: number): void {
  connection.prepare(MARK_SESSION).run(sessionId, selfId, selfId);
}

/** Up to `limit` dirty turns by id, each as this machine sighted it. */
export function dirtyTurns(connection: Connection, selfId: number, limit: number): DirtyTurn[] {
  return connection.prepare(SELECT_DIRTY).all(selfId, selfId, limit).map(toDirty);
}
/** Up to `limit` turns that a machine sighted, as it did, by id after `afterId`. */
export function turnsOfMachine(connection: Connection, machineId: number, afterId: number, limit: number): DirtyTurn[] {
  return connection.prepare(SELECT_OF_MACHINE).all(machineId, afterId, machineId, afterId, limit).map(toDirty);
}
/** How many turns a machine sighted. */
export function countOfMachine(connection: Connection, machineId: number): number {
  const row = connection
    .prepare(
      `SELECT (SELECT COUNT(*) FROM event WHERE flags & ${FLAG.shared} = 0 AND machine_id = ?)
        + (SELECT COUNT(*) FROM event_copy WHERE machine_id = ?) AS n`,
    )
    .get(machineId, machineId);
  return Number(row?.n ?? 0);
}
/** What a machine sighted, summed. */
export function sumsOfMachine(connection: Connection, uid: string): SharedSums {
  const row = connection.prepare(SUMS_OF).get(uid, uid);
  return Object.fromEntries(Object.keys(NO_SUMS).map((name) => [name, Number(row?.[name])])) as unknown as SharedSums;
}
/** Own turns that the workspace has not heard of: all, while nothing is shared. */
export function countUnshared(connection: Connection, selfId: number): number {
  if (!isSharing(connection)) return countOfMachine(connection, selfId);
  return Number(connection.prepare('SELECT COUNT(*) AS n FROM dirty_event').get()?.n ?? 0);
}
/** Own turns of an older database without an id of their own: the rules keep them home (share-rules.ts). */
export function countNameless(connection: Connection): number {
  const row = connection
    .prepare(
      `SELECT COUNT(*) AS n FROM event WHERE (key GLOB 'legacy:*' OR key GLOB 'cowork-*')
        AND flags & ${FLAG.rankMask} = ${RANK.legacy}`,
    )
    .get();
  return Number(row?.n ?? 0);
}
export function clearDirty(connection: Connection, eventIds: readonly number[]): void {
  const one = connection.prepare('DELETE FROM dirty_event WHERE event_id = ?');
  for (const id of eventIds) one.run(id);
}

const MARK_SESSION = `INSERT OR IGNORE INTO dirty_event SELECT e.id FROM event e WHERE e.session_id = ?
  AND ((e.machine_id = ? AND e.flags & ${FLAG.shared} = 0)
    OR EXISTS (SELECT 1 FROM event_copy c WHERE c.event_id = e.id AND c.machine_id = ?))
  ORDER BY e.ts_ms, e.id LIMIT 1`;
const TOKENS = 'input, output, cache_5m, cache_1h, cache_read, web_searches';
const SUMS_OF = `SELECT COUNT(*) AS rows, COALESCE(SUM(input), 0) AS input, COALESCE(SUM(output), 0) AS output,
    COALESCE(SUM(cache_5m), 0) AS cache5m, COALESCE(SUM(cache_1h), 0) AS cache1h, COALESCE(SUM(cache_read), 0) AS cacheRead,
    COALESCE(SUM(web_searches), 0) AS webSearches
  FROM (SELECT ${TOKENS} FROM event WHERE flags & ${FLAG.shared} = 0 AND machine_id = (SELECT id FROM machine WHERE uid = ?)
    UNION ALL SELECT ${TOKENS} FROM event_copy WHERE machine_id = (SELECT id FROM machine WHERE uid = ?))`;
const own = (from: string): string =>
  COPY_COLUMNS.split(', ')
    .map((c) => `${from}.${c}`)
    .join(', ');
const withNames = (copies: string): string => `WITH own AS (${copies})
  SELECT own.*, s.uid AS session_uid, p.key AS project_key, p.name AS project_name, b.text AS branch, k.model, k.fast, k.batch, k.us, k.context,
    COALESCE(f.born_ms, 0) AS born_ms
  FROM own JOIN session s ON s.id = own.session_id JOIN folder o ON o.id = own.folder_id JOIN project p ON p.id = o.project_id
  JOIN label b ON b.id = own.branch_id JOIN price_class k ON k.id = own.class_id LEFT JOIN file f ON f.id = own.file_id
  ORDER BY own.event_id LIMIT ?`;
const SELECT_DIRTY = withNames(`
    SELECT d.event_id, e.key, ${own('e')} FROM dirty_event d JOIN event e ON e.id = d.event_id
      WHERE e.flags & ${FLAG.shared} = 0 AND e.machine_id = ?
    UNION ALL
    SELECT d.event_id, e.key, ${own('c')} FROM dirty_event d JOIN event e ON e.id = d.event_id
      JOIN event_copy c ON c.event_id = d.event_id AND c.machine_id = ?`);
const SELECT_OF_MACHINE = withNames(`
    SELECT e.id AS event_id, e.key, ${own('e')} FROM event e
      WHERE e.flags & ${FLAG.shared} = 0 AND e.machine_id = ? AND e.id > ?
    UNION ALL
    SELECT c.event_id, e.key, ${own('c')} FROM event_copy c JOIN event e ON e.id = c.event_id
      WHERE c.machine_id = ? AND c.event_id > ?`);

const toDirty = (r: Record<string, SqlValue>): DirtyTurn => ({ eventId: Number(r.event_id), turn: turnOfRow(r) });

/** A row that names its session, project, branch and price class, as a turn; Postgres gives the same. */
export function turnOfRow(r: Record<string, SqlValue>): SharedTurn {
  const flags = Number(r.flags);
  return {
    key: String(r.key),
    timestampMs: toEpochMs(Number(r.ts_ms)),
    bornMs: toEpochMs(Number(r.born_ms)),
    rank: (flags & FLAG.rankMask) as Rank,
    final: (flags & FLAG.final) !== 0,
    hasSpeed: (flags & FLAG.hasSpeed) !== 0,
    ownerCertain: (flags & FLAG.ownerCertain) !== 0,
    side: (flags & FLAG.side) !== 0,
    model: String(r.model),
    fast: r.fast === 1,
    batch: r.batch === 1,
    us: r.us === 1,
    context: Number(r.context) as ContextClass,
    input: Number(r.input),
    output: Number(r.output),
    cache5m: Number(r.cache_5m),
    cache1h: Number(r.cache_1h),
    cacheRead: Number(r.cache_read),
    webSearches: Number(r.web_searches),
    sessionId: String(r.session_uid),
    projectKey: String(r.project_key),
    projectName: String(r.project_name),
    branch: String(r.branch),
  };
}
