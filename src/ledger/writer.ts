import type { Connection, Prepared } from './dialect/dialect.ts';
import { Dimensions } from './dimensions.ts';
import { EventWriter, type EventRow } from './event-writer.ts';
import type { Problem } from './ledger.ts';
import { bumpRevision } from './meta.ts';
import { refreshAllSessions, refreshSessions } from './session-facts.ts';
import { type HomeCalendar, rebuildAll, rebuildQuarters } from './slices.ts';

/** A transcript as the ledger remembers it. Sizes and offsets in bytes, times in the unit of their name. */
export interface FileCursor {
  path: string;
  source: string;
  dev: number;
  ino: number;
  size: number;
  mtimeUs: number;
  bornMs: number;
  readOffset: number;
  fingerprint: string;
  lastTimestampMs: number;
  fastLines: number;
  slowLines: number;
}
export interface StoredFile extends FileCursor {
  readonly id: number;
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

/** More touched quarters than this and a full rebuild is cheaper than a rebuild by parts. */
const REBUILD_ALL_ABOVE = 2_000;

/**
 * What one transaction may do. Rows, cursors and the rollup of what was touched commit together: after a crash at any
 * point the ledger is as before the transaction or as after it.
 */
export class LedgerWriter {
  readonly dimensions: Dimensions;
  readonly #connection: Connection;
  readonly #calendar: HomeCalendar;
  readonly #events: EventWriter;
  readonly #statements: ReturnType<typeof prepareAll>;
  #changed = false;

  constructor(connection: Connection, calendar: HomeCalendar) {
    this.#connection = connection;
    this.#calendar = calendar;
    this.dimensions = new Dimensions(connection);
    this.#events = new EventWriter(connection, this.dimensions);
    this.#statements = prepareAll(connection);
  }

  addEvent(row: EventRow): void {
    this.#events.add(row);
  }
  /** Keys under which two different responses were seen in this transaction. */
  get conflicts(): readonly string[] {
    return this.#events.conflicts;
  }

  /** Remembers how far a file was read; returns its id. */
  saveFile(f: FileCursor): number {
    const row = this.#statements.saveFile.get(
      f.path, f.source, f.dev, f.ino, f.size, f.mtimeUs, f.bornMs, f.readOffset, f.fingerprint, f.lastTimestampMs, f.fastLines, f.slowLines,
    );
    return Number(row?.id);
  }
  /** A file that is gone keeps its turns; only this mark changes. */
  markMissing(fileId: number, missing: boolean): void {
    this.#statements.markMissing.run(missing ? 1 : 0, fileId);
  }
  /** Replaces the problems remembered of one path from an offset on (0 and null: all of them). */
  clearProblems(path: string): void {
    this.#changed ||= this.#statements.clearProblems.run(path).changes > 0;
  }
  addProblem(p: Problem): void {
    this.#changed = true;
    this.#statements.addProblem.run(p.path, p.offset, p.kind, p.detail, p.seenMs);
  }
  setTitle(t: SessionTitle): void {
    const s = this.#statements.setTitle;
    this.#changed ||= s.run(t.text, t.rank, t.position, t.sessionId, t.rank, t.position, t.text).changes > 0;
  }
  addSessionCost(c: SessionCost): void {
    this.#statements.addCost.run(
      c.sessionId, c.startMs, c.model, c.input, c.output, c.cacheCreation, c.cacheRead, c.webSearches, c.costNano,
    );
  }
  addLimitHit(h: LimitHit): void {
    this.#statements.addLimit.run(h.key, h.tsMs, h.sessionId, h.kind, h.resetsMs);
  }

  /** Brings the rollup and the session facts in step with what was written. Called once, before the commit. */
  finish(): void {
    const { quarters, sessions } = this.#events.touched;
    if (quarters.size > REBUILD_ALL_ABOVE) {
      refreshAllSessions(this.#connection);
      rebuildAll(this.#connection, this.#calendar);
    } else if (quarters.size > 0) {
      refreshSessions(this.#connection, sessions);
      rebuildQuarters(this.#connection, this.#calendar, quarters);
    }
    if (quarters.size > 0 || this.#changed) bumpRevision(this.#connection);
  }
}

const SAVE_FILE = `INSERT INTO file
  (path, source, dev, ino, size, mtime_us, born_ms, read_offset, fingerprint, last_timestamp_ms, fast_lines, slow_lines, missing)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
  ON CONFLICT (path) DO UPDATE SET source = excluded.source, dev = excluded.dev, ino = excluded.ino, size = excluded.size,
  mtime_us = excluded.mtime_us, born_ms = excluded.born_ms, read_offset = excluded.read_offset, fingerprint = excluded.fingerprint,
  last_timestamp_ms = excluded.last_timestamp_ms, fast_lines = excluded.fast_lines, slow_lines = excluded.slow_lines, missing = 0
  RETURNING id`;
/** The highest (rank, position, text) wins, whichever is seen first. */
const SET_TITLE = `UPDATE session SET title = ?, title_rank = ?, title_pos = ?
  WHERE id = ? AND (title_rank, title_pos, title) < (?, ?, ?)`;
/** cost-state is cumulative within a run: the largest of a run counts (transcripts.md 2.5). */
const ADD_COST = `INSERT INTO session_cost
  (session_id, start_ms, model, input, output, cache_creation, cache_read, web_searches, cost_nano) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (session_id, start_ms, model) DO UPDATE SET input = MAX(input, excluded.input), output = MAX(output, excluded.output),
  cache_creation = MAX(cache_creation, excluded.cache_creation), cache_read = MAX(cache_read, excluded.cache_read),
  web_searches = MAX(web_searches, excluded.web_searches), cost_nano = MAX(cost_nano, excluded.cost_nano)`;

function prepareAll(c: Connection): Record<'saveFile' | 'markMissing' | 'clearProblems' | 'addProblem' | 'setTitle' | 'addCost' | 'addLimit', Prepared> {
  return {
    saveFile: c.prepare(SAVE_FILE),
    markMissing: c.prepare('UPDATE file SET missing = ? WHERE id = ?'),
    clearProblems: c.prepare('DELETE FROM problem WHERE path = ?'),
    addProblem: c.prepare(
      'INSERT INTO problem (path, read_offset, kind, detail, seen_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET detail = excluded.detail, seen_ms = excluded.seen_ms',
    ),
    setTitle: c.prepare(SET_TITLE),
    addCost: c.prepare(ADD_COST),
    addLimit: c.prepare('INSERT INTO limit_hit (key, ts_ms, session_id, kind, resets_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING'),
  };
}
