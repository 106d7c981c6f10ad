import type { Rank } from '../contract/usage-event.ts';
import { QUARTER_MS } from '../contract/units.ts';
import type { Connection, Prepared, SqlValue } from './dialect/dialect.ts';
import type { Dimensions } from './dimensions.ts';
import { compareSighting, compareUsage, isConflict, type Sighting, unionTools, type UsageCopy } from './merge.ts';
import { FLAG } from './schema.ts';
import { unkeyedTurns, type UnkeyedTurns } from './upgrade/adopt.ts';

/** One event with its dimensions resolved to ids of this ledger. */
export interface EventRow {
  key: string;
  tsMs: number;
  sessionId: number;
  folderId: number;
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

/** What a write touched: the rollup is rebuilt exactly there. */
export interface Touched {
  readonly quarters: Set<number>;
  readonly sessions: Set<number>;
}

const COLUMNS =
  'key, ts_ms, session_id, folder_id, machine_id, class_id, branch_id, tools_id, agent_id, version_id, file_id, flags, ' +
  'input, output, cache_5m, cache_1h, cache_read, web_searches';

/** Adds events one by one under the merge rule. Any order and any number of repeats give the same rows. */
export class EventWriter {
  readonly touched: Touched = { quarters: new Set(), sessions: new Set() };
  /** Keys under which two main-chain lines disagree about the request: noticed, never counted twice. */
  readonly conflicts: { key: string; fileId: number }[] = [];
  readonly #dimensions: Dimensions;
  readonly #insert: Prepared;
  readonly #find: Prepared;
  readonly #update: Prepared;
  readonly #born: Prepared;
  readonly #bornOf = new Map<number, number>();
  readonly #unkeyed: UnkeyedTurns | undefined;

  constructor(connection: Connection, dimensions: Dimensions) {
    this.#dimensions = dimensions;
    const marks = COLUMNS.split(',').map(() => '?').join(', ');
    this.#insert = connection.prepare(`INSERT INTO event (${COLUMNS}) VALUES (${marks}) ON CONFLICT (key) DO NOTHING`);
    this.#find = connection.prepare(`SELECT id, ${COLUMNS} FROM event WHERE key = ?`);
    this.#update = connection.prepare(`UPDATE event SET (${COLUMNS}) = (${marks}) WHERE id = ?`);
    this.#born = connection.prepare('SELECT born_ms FROM file WHERE id = ?');
    this.#unkeyed = unkeyedTurns(connection, dimensions);
  }

  add(row: EventRow): void {
    for (const removed of this.#unkeyed?.adopt(row) ?? []) this.#touch(removed);
    if (this.#insert.run(...values(row)).changes === 1) this.#touch(row);
    else this.#merge(row);
  }

  #merge(incoming: EventRow): void {
    const found = this.#find.get(incoming.key);
    if (!found) throw new Error(`event ${incoming.key} neither inserted nor found`);
    const stored = fromSql(found);
    const a = this.#usageOf(incoming);
    const b = this.#usageOf(stored);
    if (isConflict(a, b)) this.conflicts.push({ key: incoming.key, fileId: incoming.fileId });
    this.#combine(incoming, a, stored, b, Number(found.id));
  }

  #combine(incoming: EventRow, a: UsageCopy, stored: EventRow, b: UsageCopy, id: number): void {
    const usage = compareUsage(a, b) > 0 ? incoming : stored;
    const owner = compareSighting(this.#sightingOf(incoming), this.#sightingOf(stored)) < 0 ? incoming : stored;
    const tools = incoming.toolsId === stored.toolsId ? stored.toolsId : this.#unionTools(incoming, stored);
    const tsMs = Math.min(incoming.tsMs, stored.tsMs);
    if (usage === stored && owner === stored && tools === stored.toolsId && tsMs === stored.tsMs) return;
    const merged = combine(usage, owner, tools, tsMs);
    this.#update.run(...values(merged), id);
    this.#touch(stored);
    this.#touch(merged);
  }

  #unionTools(a: EventRow, b: EventRow): number {
    const d = this.#dimensions;
    return d.label(unionTools(d.labelText(a.toolsId), d.labelText(b.toolsId)));
  }

  #usageOf(row: EventRow): UsageCopy {
    return {
      ...this.#dimensions.classFacts(row.classId),
      input: row.input,
      output: row.output,
      cache5m: row.cache5m,
      cache1h: row.cache1h,
      cacheRead: row.cacheRead,
      webSearches: row.webSearches,
      rank: (row.flags & FLAG.rankMask) as Rank,
      final: (row.flags & FLAG.final) !== 0,
      hasSpeed: (row.flags & FLAG.hasSpeed) !== 0,
      cliVersion: this.#dimensions.labelText(row.versionId),
    };
  }

  #sightingOf(row: EventRow): Sighting {
    const d = this.#dimensions;
    return {
      rank: (row.flags & FLAG.rankMask) as Rank,
      ownerCertain: (row.flags & FLAG.ownerCertain) !== 0,
      bornMs: this.#bornMs(row.fileId),
      sessionUid: d.sessionUid(row.sessionId),
      cwd: d.folderPath(row.folderId),
      gitBranch: d.labelText(row.branchId),
      agentId: d.labelText(row.agentId),
    };
  }

  #bornMs(fileId: number): number {
    const known = this.#bornOf.get(fileId);
    if (known !== undefined) return known;
    const born = Number(this.#born.get(fileId)?.born_ms ?? 0);
    this.#bornOf.set(fileId, born);
    return born;
  }

  #touch(row: Pick<EventRow, 'tsMs' | 'sessionId'>): void {
    this.touched.quarters.add(Math.floor(row.tsMs / QUARTER_MS));
    this.touched.sessions.add(row.sessionId);
  }
}

const USAGE_BITS = FLAG.rankMask | FLAG.final | FLAG.hasSpeed;

function combine(usage: EventRow, owner: EventRow, toolsId: number, tsMs: number): EventRow {
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

function values(r: EventRow): SqlValue[] {
  return [
    r.key, r.tsMs, r.sessionId, r.folderId, r.machineId, r.classId, r.branchId, r.toolsId, r.agentId, r.versionId, r.fileId,
    r.flags, r.input, r.output, r.cache5m, r.cache1h, r.cacheRead, r.webSearches,
  ];
}

function fromSql(r: Record<string, SqlValue>): EventRow {
  const n = (column: string): number => Number(r[column]);
  return {
    key: String(r.key), tsMs: n('ts_ms'), sessionId: n('session_id'), folderId: n('folder_id'), machineId: n('machine_id'),
    classId: n('class_id'), branchId: n('branch_id'), toolsId: n('tools_id'), agentId: n('agent_id'), versionId: n('version_id'),
    fileId: n('file_id'), flags: n('flags'), input: n('input'), output: n('output'), cache5m: n('cache_5m'), cache1h: n('cache_1h'),
    cacheRead: n('cache_read'), webSearches: n('web_searches'),
  };
}
