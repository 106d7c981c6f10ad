import type { SharedColumns } from '../contract/shared-columns.ts';
import type { SharedSums, SharedTitle, SharedTurn } from '../contract/shared-turn.ts';
import type { Connection } from './dialect/dialect.ts';
import type { Dimensions } from './dimensions.ts';
import type { EventRow } from './event-row.ts';
import { SET_TITLE } from './session-facts.ts';
import { SharedRows } from './shared-rows.ts';
import {
  clearDirty,
  countOfMachine,
  type DirtyTurn,
  dirtyTurns,
  isSharing,
  markAllDirty,
  markSessionDirty,
  startSharing,
  stopSharing,
  sumsOfMachine,
  turnsOfMachine,
} from './sharing.ts';

/** Another machine as its card describes it. */
export interface MachineCard {
  /** 32 hex digits. */
  readonly uid: string;
  readonly name: string;
  readonly member: string;
  readonly team: string;
}
/** Gives the local project of a shared reference. */
export type ProjectResolver = (key: string, name: string) => { readonly key: string; readonly name: string };

/** The part of a write transaction that concerns other machines. */
export class SharingWriter {
  changed = false;
  /** Turns changed their project: the rollup must be made anew. */
  projectsMoved = false;
  /** Own copies that change are remembered as dirty. */
  active: boolean;
  readonly #connection: Connection;
  readonly #dimensions: Dimensions;
  readonly #selfId: number;
  readonly #add: (row: EventRow) => void;

  constructor(connection: Connection, dimensions: Dimensions, selfId: number, add: (row: EventRow) => void) {
    this.#connection = connection;
    this.#dimensions = dimensions;
    this.#selfId = selfId;
    this.#add = add;
    this.active = isSharing(connection);
  }

  /** Remembers from now on which own turns the workspace has not heard of; at first that is all of them. */
  start(): void {
    startSharing(this.#connection, this.#selfId);
    this.active = true;
  }
  stop(): void {
    stopSharing(this.#connection);
    this.active = false;
  }
  /** Every own turn is to be shared again. */
  shareAgain(): void {
    markAllDirty(this.#connection, this.#selfId);
  }
  /** What is known of a session changed here, and the workspace is to hear of it. */
  shareSession(sessionId: number): void {
    if (this.active) markSessionDirty(this.#connection, this.#selfId, sessionId);
  }
  dirty(limit: number): DirtyTurn[] {
    return dirtyTurns(this.#connection, this.#selfId, limit);
  }
  /** Turns that a machine sighted, as it did, by id. */
  turnsOf(machineId: number, afterId: number, limit: number): DirtyTurn[] {
    return turnsOfMachine(this.#connection, machineId, afterId, limit);
  }
  /** What a machine sighted, summed; nothing for one that is not known. */
  sumsOf(uid: string): SharedSums {
    return sumsOfMachine(this.#connection, uid);
  }
  /** How many turns a machine sighted. */
  countOf(machineId: number): number {
    return countOfMachine(this.#connection, machineId);
  }
  /** Titles of the sessions that have one. */
  titlesOf(sessionIds: readonly string[]): SharedTitle[] {
    const one = this.#connection.prepare(
      `SELECT title, title_rank AS rank, title_pos AS position FROM session WHERE uid = ? AND title <> ''`,
    );
    return [...new Set(sessionIds)].flatMap((sessionId) => {
      const row = one.get(sessionId);
      return row
        ? [{ sessionId, rank: Number(row.rank), position: Number(row.position), text: String(row.title) }]
        : [];
    });
  }
  /** Call it in the transaction that stores what will be sent: a later change of a turn makes it dirty again. */
  taken(turns: readonly DirtyTurn[]): void {
    clearDirty(
      this.#connection,
      turns.map((t) => t.eventId),
    );
  }

  /** Adds or renames a machine; returns its id. */
  machine(card: MachineCard): number {
    const id = this.#dimensions.machine(card.uid, card.name);
    const { changes } = this.#connection
      .prepare('UPDATE machine SET name = ?, member = ?, team = ? WHERE id = ? AND (name, member, team) <> (?, ?, ?)')
      .run(card.name, card.member, card.team, id, card.name, card.member, card.team);
    this.changed ||= changes > 0;
    return id;
  }
  /** When a machine was last heard, epoch ms; never moves back. */
  heard(machineId: number, atMs: number): void {
    const { changes } = this.#connection
      .prepare('UPDATE machine SET last_heard_ms = ? WHERE id = ? AND COALESCE(last_heard_ms, 0) < ?')
      .run(atMs, machineId, atMs);
    this.changed ||= changes > 0;
  }

  /** How many parts of what a machine has shared are not here. */
  missing(machineId: number, parts: number): void {
    const { changes } = this.#connection
      .prepare('UPDATE machine SET missing_parts = ? WHERE id = ? AND missing_parts <> ?')
      .run(parts, machineId, parts);
    this.changed ||= changes > 0;
  }

  /** Adds turns that another machine sighted. Any order and any number of repeats give the same ledger. */
  add(machineId: number, turns: Iterable<SharedTurn>, projectOf: ProjectResolver): void {
    const rows = this.#rowsOf(machineId, projectOf);
    for (const turn of turns) this.#add(rows.rowOf(turn));
  }
  /** The same of many at once. */
  addColumns(machineId: number, columns: SharedColumns, projectOf: ProjectResolver): void {
    for (const row of this.#rowsOf(machineId, projectOf).rowsOf(columns)) this.#add(row);
  }
  /** From now on this machine is `uid`; what it told under its former uid belongs to that one, told again under this. */
  becomeMachine(uid: string): void {
    const taken = this.#connection.prepare('SELECT id FROM machine WHERE uid = ? AND is_self = 0').get(uid);
    if (taken) throw new Error(`the uid ${uid} is another machine's`);
    this.#connection.prepare('UPDATE machine SET uid = ? WHERE is_self = 1').run(uid);
    this.changed = true;
    if (this.active) this.shareAgain();
  }

  /**
   * A project that came from elsewhere by reference, and is known here too by now, becomes the local one. `local` is keyed
   * by reference.
   */
  unifyProjects(local: ReadonlyMap<string, { readonly key: string; readonly name: string }>): void {
    const references = this.#connection.prepare(`SELECT id, key FROM project WHERE key LIKE 'ref:%'`).all();
    for (const { id, key } of references) {
      const target = local.get(String(key));
      if (target === undefined) continue;
      moveProject(this.#connection, Number(id), this.#dimensions.project(target.key, target.name));
      this.projectsMoved = true;
    }
  }
  title(t: SharedTitle): void {
    const id = this.#dimensions.session(t.sessionId);
    const { changes } = this.#connection
      .prepare(SET_TITLE)
      .run(t.text, t.rank, t.position, id, t.rank, t.position, t.text);
    this.changed ||= changes > 0;
  }

  #rowsOf(machineId: number, projectOf: ProjectResolver): SharedRows {
    const projects = new Map<string, number>();
    return new SharedRows(this.#dimensions, machineId, (key, name) => {
      const known = projects.get(key);
      if (known !== undefined) return known;
      const project = projectOf(key, name);
      const id = this.#dimensions.project(project.key, project.name);
      projects.set(key, id);
      return id;
    });
  }
}

function moveProject(c: Connection, from: number, to: number): void {
  const twin = c.prepare('SELECT id FROM folder WHERE path = ? AND project_id = ?');
  for (const { id, path } of c.prepare('SELECT id, path FROM folder WHERE project_id = ?').all(from)) {
    const into = twin.get(path ?? '', to);
    if (into === undefined) {
      c.prepare('UPDATE folder SET project_id = ? WHERE id = ?').run(to, id ?? 0);
      continue;
    }
    for (const table of ['event', 'event_copy'])
      c.prepare(`UPDATE ${table} SET folder_id = ? WHERE folder_id = ?`).run(into.id ?? 0, id ?? 0);
    c.prepare('DELETE FROM folder WHERE id = ?').run(id ?? 0);
  }
  c.prepare('DELETE FROM project WHERE id = ?').run(from);
}
