import type { Prepared, SqlValue } from './dialect/dialect.ts';
import { FLAG } from './schema.ts';

/** One event with its dimensions resolved to ids of this ledger. */
export interface EventRow {
  key: string;
  tsMs: number;
  sessionId: number;
  folderId: number;
  /** The machine whose sighting this is. */
  machineId: number;
  classId: number;
  branchId: number;
  toolsId: number;
  agentId: number;
  versionId: number;
  fileId: number;
  flags: number;
  input: number;
  output: number;
  cache5m: number;
  cache1h: number;
  cacheRead: number;
  webSearches: number;
}

/** Columns that `event` and `event_copy` have in common, in the order of `copyValues`. */
export const COPY_COLUMNS =
  'machine_id, ts_ms, session_id, folder_id, class_id, branch_id, tools_id, agent_id, version_id, file_id, flags, ' +
  'input, output, cache_5m, cache_1h, cache_read, web_searches';
export const EVENT_COLUMNS = `key, ${COPY_COLUMNS}`;
export const marks = (columns: string): string =>
  columns
    .split(',')
    .map(() => '?')
    .join(', ');

/** Runs an insert or update of all event columns; `id` is the last parameter where the statement has one. */
export function runWith(statement: Prepared, r: EventRow, ...last: SqlValue[]): { changes: number; lastId: number } {
  return statement.run(r.key, ...copyValues(r), ...last);
}

export function copyValues(r: EventRow): SqlValue[] {
  return [
    r.machineId,
    r.tsMs,
    r.sessionId,
    r.folderId,
    r.classId,
    r.branchId,
    r.toolsId,
    r.agentId,
    r.versionId,
    r.fileId,
    r.flags,
    r.input,
    r.output,
    r.cache5m,
    r.cache1h,
    r.cacheRead,
    r.webSearches,
  ];
}

/** Reads a row of `event`, or of `event_copy` with the key given. */
export function fromSql(r: Record<string, SqlValue>, key = String(r.key)): EventRow {
  const n = (column: string): number => Number(r[column]);
  return {
    key,
    machineId: n('machine_id'),
    tsMs: n('ts_ms'),
    sessionId: n('session_id'),
    folderId: n('folder_id'),
    classId: n('class_id'),
    branchId: n('branch_id'),
    toolsId: n('tools_id'),
    agentId: n('agent_id'),
    versionId: n('version_id'),
    fileId: n('file_id'),
    flags: n('flags'),
    input: n('input'),
    output: n('output'),
    cache5m: n('cache_5m'),
    cache1h: n('cache_1h'),
    cacheRead: n('cache_read'),
    webSearches: n('web_searches'),
  };
}

/** Bits that come with the usage; the others come with the owner. */
const USAGE_BITS = FLAG.rankMask | FLAG.final | FLAG.hasSpeed;

/** The usage of one copy whole, the place of another, the earliest time. */
export function joinRows(usage: EventRow, owner: EventRow, toolsId: number, tsMs: number): EventRow {
  return {
    ...usage,
    tsMs,
    toolsId,
    sessionId: owner.sessionId,
    folderId: owner.folderId,
    machineId: owner.machineId,
    branchId: owner.branchId,
    agentId: owner.agentId,
    fileId: owner.fileId,
    flags: (usage.flags & USAGE_BITS) | (owner.flags & ~USAGE_BITS),
  };
}
