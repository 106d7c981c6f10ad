import { type EpochMs, QUARTER_MS } from '../contract/units.ts';
import type { Connection, Prepared } from './dialect/dialect.ts';
import { Dimensions } from './dimensions.ts';
import type { EventRow } from './event-row.ts';
import { type CopyListener, EventWriter } from './event-writer.ts';
import type { Problem } from './ledger.ts';
import { MachineLifecycle } from './machine-lifecycle.ts';
import { bumpRevision } from './meta.ts';
import { EVENT_INDEX_NAMES, EVENT_INDEXES } from './migrations/0001-ledger.ts';
import { SharingWriter } from './sharing-writer.ts';
import { refreshAllSessions, refreshSessions, SET_TITLE } from './session-facts.ts';
import { type HomeCalendar, rebuildAll, rebuildQuarters } from './slices.ts';
import { WorkspaceState } from './workspace-state.ts';

/** A transcript as the ledger remembers it. */
export interface FileRecord {
  readonly path: string;
  /** Name of the source that reads it. */
  readonly source: string;
  /** What `stat` said when it was read; equal stamps: nothing to read. */
  readonly stamp: string;
  readonly bornMs: number;
  /** Byte after the last newline that was consumed. */
  readonly readOffset: number;
  /** Proof of the bytes before `readOffset`. */
  readonly proof: string;
  readonly lastTimestampMs: number | null;
}
export interface StoredFile extends FileRecord {
  readonly id: number;
  readonly missing: number;
}
export interface SessionTitle {
  sessionId: number;
  rank: number;
  position: number;
  text: string;
}
export interface SessionCost {
  sessionId: number;
  startMs: number;
  model: string;
  input: number;
  output: number;
  cacheCreation: number;
  cacheRead: number;
  webSearches: number;
  costNano: number;
}
export interface LimitHit {
  key: string;
  tsMs: number;
  sessionId: number;
  kind: string;
  resetsMs: number | null;
}

/** More touched quarters than this, and more than this part of the whole time: a full rebuild is cheaper than one by parts. */
const REBUILD_ALL_ABOVE = 2_000;
const REBUILD_ALL_PART = 1 / 8;

/**
 * What one transaction may do. Rows, cursors and the rollup of what was touched commit together: after a crash at any
 * point the ledger is as before the transaction or as after it.
 */
export class LedgerWriter {
  readonly dimensions: Dimensions;
  readonly sharing: SharingWriter;
  readonly machines: MachineLifecycle;
  readonly workspace: WorkspaceState;
  readonly #connection: Connection;
  readonly #calendar: HomeCalendar;
  readonly #selfId: number;
  readonly #events: EventWriter;
  readonly #statements: ReturnType<typeof prepareAll>;
  #changed = false;
  #indexesDropped = false;

  constructor(connection: Connection, calendar: HomeCalendar) {
    this.#connection = connection;
    this.#calendar = calendar;
    this.dimensions = new Dimensions(connection);
    const selfId = Number(connection.prepare('SELECT id FROM machine WHERE is_self = 1').get()?.id ?? 0);
    this.#selfId = selfId;
    const markDirty = connection.prepare('INSERT OR IGNORE INTO dirty_event (event_id) VALUES (?)');
    const onCopy: CopyListener = (eventId, machineId) => {
      if (machineId === selfId && this.sharing.active) markDirty.run(eventId);
    };
    this.#events = new EventWriter(connection, this.dimensions, onCopy);
    this.machines = new MachineLifecycle(connection);
    this.workspace = new WorkspaceState(connection);
    this.sharing = new SharingWriter(connection, this.dimensions, selfId, (row) => this.#events.add(row));
    this.#statements = prepareAll(connection);
  }

  /**
   * Prepares for many rows: in an empty ledger the secondary indexes are made after them, which is several times
   * cheaper than keeping them up to date row by row. Part of the transaction like everything else.
   */
  beginLoad(): void {
    if (this.#connection.prepare('SELECT 1 AS found FROM event LIMIT 1').get() !== undefined) return;
    for (const name of EVENT_INDEX_NAMES) this.#connection.exec(`DROP INDEX ${name}`);
    this.#indexesDropped = true;
  }

  /** Prepares for so many turns of other machines that the ledger will mostly consist of them. */
  beginBulk(rows: number): void {
    this.#events.beginBulk(rows);
  }

  addEvent(row: EventRow): void {
    this.#events.add(row);
  }
  /** Takes back all that a machine sighted; turns that others sighted too stay. */
  removeMachine(machineId: number): void {
    this.#events.removeMachine(machineId);
  }
  /** Keys under which two lines of the main chain disagree, seen in this transaction. */
  get conflicts(): readonly { key: string; fileId: number }[] {
    return this.#events.conflicts;
  }

  /** Remembers how far a file was read; returns its id. The earliest birth of a path is kept. */
  saveFile(f: FileRecord): number {
    const row = this.#statements.saveFile.get(
      f.path,
      f.source,
      f.stamp,
      f.bornMs,
      f.readOffset,
      f.proof,
      f.lastTimestampMs,
    );
    return Number(row?.id);
  }
  /**
   * Takes back what a file of this machine told, because another file tells the same. What was shared of it is told anew
   * without it. The record is kept, so that the file stays known.
   */
  retractFile(f: StoredFile): void {
    const removed = this.#events.removeFile(f.id, this.#selfId);
    if (removed > 0 && this.sharing.active) this.workspace.tellAnew();
    this.saveFile(f);
    this.countLines(f.id, 0, 0, true);
    this.forgetProblems(f.path);
  }
  /** Adds to the counts of assistant lines by the way they were parsed; `fresh` starts them again. */
  countLines(fileId: number, fast: number, slow: number, fresh: boolean): void {
    this.#statements.countLines.run(fresh ? 1 : 0, fast, fresh ? 1 : 0, slow, fileId);
  }
  /** A file that is gone keeps its turns; only this mark changes. */
  markMissing(fileId: number, missing: boolean): void {
    this.#statements.markMissing.run(missing ? 1 : 0, fileId);
  }
  /** Forgets every problem of a path. */
  forgetProblems(path: string): void {
    this.#note(this.#statements.forgetProblems.run(path));
  }
  /**
   * Forgets what an earlier reading than `nowMs` found: all of it when the file was read from its start, else only what
   * was said of the file as a whole.
   */
  forgetOlderProblems(path: string, fromStart: boolean, nowMs: EpochMs): void {
    this.#note(this.#statements.forgetOlder.run(path, nowMs, fromStart ? 1 : 0));
  }
  addProblem(p: Problem): void {
    const added = this.#statements.addProblem.run(p.path, p.offset, p.kind, p.detail, p.seenMs);
    if (added.changes === 0) this.#statements.seeProblem.run(p.seenMs, p.path, p.kind, p.offset);
    this.#note(added);
  }
  setTitle(t: SessionTitle): void {
    const set = this.#statements.setTitle.run(t.text, t.rank, t.position, t.sessionId, t.rank, t.position, t.text);
    if (set.changes > 0) this.sharing.shareSession(t.sessionId);
    this.#note(set);
  }
  addSessionCost(c: SessionCost): void {
    this.#statements.addCost.run(
      c.sessionId,
      c.startMs,
      c.model,
      c.input,
      c.output,
      c.cacheCreation,
      c.cacheRead,
      c.webSearches,
      c.costNano,
    );
  }
  addLimitHit(h: LimitHit): void {
    this.#statements.addLimit.run(h.key, h.tsMs, h.sessionId, h.kind, h.resetsMs);
  }

  #note(result: { changes: number }): void {
    if (result.changes > 0) this.#changed = true;
  }

  /** Brings the rollup and the session facts in step with what was written. Called once, before the commit. */
  finish(): void {
    this.#events.endBulk();
    if (this.#indexesDropped) for (const statement of EVENT_INDEXES) this.#connection.exec(statement);
    const { quarters, sessions } = this.#events.touched;
    const all = this.#events.touchedAll || this.sharing.projectsMoved;
    if (all || this.#isMostOfAll(quarters.size)) {
      refreshAllSessions(this.#connection);
      rebuildAll(this.#connection, this.#calendar);
    } else if (quarters.size > 0) {
      refreshSessions(this.#connection, sessions);
      rebuildQuarters(this.#connection, this.#calendar, quarters);
    }
    if (this.sharing.changed || all) this.#changed = true;
    if (quarters.size > 0 || this.#changed) bumpRevision(this.#connection);
  }

  #isMostOfAll(quarters: number): boolean {
    if (quarters <= REBUILD_ALL_ABOVE) return false;
    const one = (sql: string): number => Number(this.#connection.prepare(sql).get()?.ms ?? 0);
    const span = one('SELECT MAX(ts_ms) AS ms FROM event') - one('SELECT MIN(ts_ms) AS ms FROM event');
    return quarters > (span / QUARTER_MS) * REBUILD_ALL_PART;
  }
}

const SAVE_FILE = `INSERT INTO file (path, source, stamp, born_ms, read_offset, proof, last_timestamp_ms, missing)
  VALUES (?, ?, ?, ?, ?, ?, ?, 0)
  ON CONFLICT (path) DO UPDATE SET source = excluded.source, stamp = excluded.stamp, born_ms = MIN(born_ms, excluded.born_ms),
  read_offset = excluded.read_offset, proof = excluded.proof, last_timestamp_ms = excluded.last_timestamp_ms, missing = 0
  RETURNING id`;
const COUNT_LINES = `UPDATE file SET fast_lines = CASE WHEN ? THEN 0 ELSE fast_lines END + ?,
  slow_lines = CASE WHEN ? THEN 0 ELSE slow_lines END + ? WHERE id = ?`;
/** cost-state is cumulative within a run: the largest of a run counts (transcripts.md 2.5). */
const ADD_COST = `INSERT INTO session_cost
  (session_id, start_ms, model, input, output, cache_creation, cache_read, web_searches, cost_nano) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (session_id, start_ms, model) DO UPDATE SET input = MAX(input, excluded.input), output = MAX(output, excluded.output),
  cache_creation = MAX(cache_creation, excluded.cache_creation), cache_read = MAX(cache_read, excluded.cache_read),
  web_searches = MAX(web_searches, excluded.web_searches), cost_nano = MAX(cost_nano, excluded.cost_nano)`;

function prepareAll(
  c: Connection,
): Record<
  | 'saveFile'
  | 'countLines'
  | 'markMissing'
  | 'forgetProblems'
  | 'forgetOlder'
  | 'addProblem'
  | 'seeProblem'
  | 'setTitle'
  | 'addCost'
  | 'addLimit',
  Prepared
> {
  return {
    saveFile: c.prepare(SAVE_FILE),
    countLines: c.prepare(COUNT_LINES),
    markMissing: c.prepare('UPDATE file SET missing = ? WHERE id = ?'),
    forgetProblems: c.prepare('DELETE FROM problem WHERE path = ?'),
    forgetOlder: c.prepare('DELETE FROM problem WHERE path = ? AND seen_ms < ? AND (read_offset IS NULL OR ?)'),
    addProblem: c.prepare(
      'INSERT INTO problem (path, read_offset, kind, detail, seen_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    seeProblem: c.prepare('UPDATE problem SET seen_ms = ? WHERE path = ? AND kind = ? AND read_offset IS ?'),
    setTitle: c.prepare(SET_TITLE),
    addCost: c.prepare(ADD_COST),
    addLimit: c.prepare(
      'INSERT INTO limit_hit (key, ts_ms, session_id, kind, resets_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING',
    ),
  };
}
