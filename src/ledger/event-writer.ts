import { QUARTER_MS } from '../contract/units.ts';
import { BulkLoad } from './bulk-load.ts';
import type { Connection, Prepared } from './dialect/dialect.ts';
import type { Dimensions } from './dimensions.ts';
import { COPY_COLUMNS, copyValues, EVENT_COLUMNS, type EventRow, fromSql, marks, runWith } from './event-row.ts';
import { RowMerge } from './row-merge.ts';
import { FLAG } from './schema.ts';
import { unkeyedTurns, type UnkeyedTurns } from './upgrade/adopt.ts';

/** What a write touched: the rollup is rebuilt exactly there. */
export interface Touched {
  readonly quarters: Set<number>;
  readonly sessions: Set<number>;
}
/** Told about every event of which a machine's own copy is new or changed. */
export type CopyListener = (eventId: number, machineId: number) => void;

/** Adds events one by one under the merge rule. Any order and any number of repeats give the same rows. */
export class EventWriter {
  readonly touched: Touched = { quarters: new Set(), sessions: new Set() };
  /** Keys under which two main-chain lines disagree about the request: noticed, never counted twice. */
  readonly conflicts: { key: string; fileId: number }[] = [];
  readonly #rule: RowMerge;
  readonly #onCopy: CopyListener;
  readonly #statements: ReturnType<typeof prepareAll>;
  readonly #unkeyed: UnkeyedTurns | undefined;
  readonly #connection: Connection;
  #bulk: BulkLoad | undefined;
  /** Too much was added to say what was touched: the rollup is to be made anew. */
  touchedAll = false;

  constructor(connection: Connection, dimensions: Dimensions, onCopy: CopyListener) {
    this.#connection = connection;
    this.#rule = new RowMerge(connection, dimensions);
    this.#onCopy = onCopy;
    this.#statements = prepareAll(connection);
    this.#unkeyed = unkeyedTurns(connection, dimensions);
  }

  /** From now on so many rows are expected that one by one would take long. `endBulk` before anything else is asked. */
  beginBulk(rows: number): void {
    // An older turn without a key is looked for row by row.
    if (!this.#unkeyed) this.#bulk = new BulkLoad(this.#connection, rows);
  }
  endBulk(): void {
    const bulk = this.#bulk;
    this.#bulk = undefined;
    bulk?.finish((row) => this.add(row));
  }

  add(row: EventRow): void {
    if (this.#bulk) this.#addToBulk(this.#bulk, row);
    else this.#addOne(row);
  }

  #addToBulk(bulk: BulkLoad, row: EventRow): void {
    const id = bulk.add(row);
    this.touchedAll = true;
    if (id !== undefined) this.#onCopy(id, row.machineId);
  }

  #addOne(row: EventRow): void {
    for (const removed of this.#unkeyed?.adopt(row) ?? []) this.#touch(removed);
    const inserted = runWith(this.#statements.insert, row);
    if (inserted.changes === 1) {
      this.#touch(row);
      this.#onCopy(inserted.lastId, row.machineId);
    } else {
      this.#merge(row);
    }
  }

  /** Takes back all that a machine sighted. Turns that others sighted too stay, with what those say. */
  removeMachine(machineId: number): void {
    const s = this.#statements;
    for (const found of s.eventsOf.all(machineId)) {
      this.#touch(fromSql(found));
      s.deleteEvent.run(Number(found.id));
    }
    for (const { event_id: eventId } of s.copiesOf.all(machineId)) this.#removeCopy(Number(eventId), machineId);
  }

  /** Takes back what a machine sighted in one file alone; returns how many turns. */
  removeFile(fileId: number, machineId: number): number {
    const s = this.#statements;
    const whole = s.eventsOfFile.all(fileId, machineId);
    for (const found of whole) {
      this.#touch(fromSql(found));
      s.forgetDirty.run(Number(found.id));
      s.deleteEvent.run(Number(found.id));
    }
    const copies = s.copiesOfFile.all(machineId, fileId);
    for (const { event_id: eventId } of copies) this.#removeCopy(Number(eventId), machineId);
    return whole.length + copies.length;
  }

  #merge(incoming: EventRow): void {
    const found = this.#statements.find.get(incoming.key);
    if (!found) throw new Error(`event ${incoming.key} neither inserted nor found`);
    const stored = fromSql(found);
    const id = Number(found.id);
    if (stored.machineId === incoming.machineId && !isShared(stored)) this.#mergeWithin(incoming, stored, id);
    else this.#mergeAcross(incoming, stored, id);
  }

  #mergeWithin(incoming: EventRow, stored: EventRow, id: number): void {
    if (this.#rule.isConflict(incoming, stored)) this.conflicts.push({ key: incoming.key, fileId: incoming.fileId });
    const merged = this.#rule.within(incoming, stored);
    if (merged === stored) return;
    this.#store(stored, merged, id);
    this.#onCopy(id, merged.machineId);
  }

  #mergeAcross(incoming: EventRow, stored: EventRow, id: number): void {
    const copies = isShared(stored) ? this.#copies(id, stored.key) : [stored];
    const own = copies.find((c) => c.machineId === incoming.machineId);
    const copy = own ? this.#rule.within(incoming, own) : incoming;
    if (copy === own) return;
    if (!isShared(stored)) this.#statements.saveCopy.run(id, ...copyValues(stored));
    this.#statements.saveCopy.run(id, ...copyValues(copy));
    this.#store(stored, this.#rule.across([...copies.filter((c) => c !== own), copy]), id);
    this.#onCopy(id, incoming.machineId);
  }

  #removeCopy(id: number, machineId: number): void {
    const s = this.#statements;
    const found = s.findById.get(id);
    if (!found) throw new Error(`copies of event ${id}, which is not there`);
    const stored = fromSql(found);
    s.deleteCopy.run(id, machineId);
    const rest = this.#copies(id, stored.key);
    const [first, ...others] = rest;
    if (first && others.length === 0) {
      s.deleteCopy.run(id, first.machineId);
      this.#store(stored, first, id);
    } else {
      this.#store(stored, this.#rule.across(rest), id);
    }
  }

  #copies(id: number, key: string): EventRow[] {
    return this.#statements.copies.all(id).map((r) => fromSql(r, key));
  }

  #store(before: EventRow, after: EventRow, id: number): void {
    runWith(this.#statements.update, after, id);
    this.#touch(before);
    this.#touch(after);
  }

  #touch(row: Pick<EventRow, 'tsMs' | 'sessionId'>): void {
    this.touched.quarters.add(Math.floor(row.tsMs / QUARTER_MS));
    this.touched.sessions.add(row.sessionId);
  }
}

const isShared = (row: EventRow): boolean => (row.flags & FLAG.shared) !== 0;

function prepareAll(c: Connection) {
  const one = (sql: string): Prepared => c.prepare(sql);
  return {
    insert: one(`INSERT INTO event (${EVENT_COLUMNS}) VALUES (${marks(EVENT_COLUMNS)}) ON CONFLICT (key) DO NOTHING`),
    find: one(`SELECT id, ${EVENT_COLUMNS} FROM event WHERE key = ?`),
    findById: one(`SELECT id, ${EVENT_COLUMNS} FROM event WHERE id = ?`),
    update: one(`UPDATE event SET (${EVENT_COLUMNS}) = (${marks(EVENT_COLUMNS)}) WHERE id = ?`),
    deleteEvent: one('DELETE FROM event WHERE id = ?'),
    eventsOf: one(`SELECT id, ${EVENT_COLUMNS} FROM event WHERE machine_id = ? AND flags & ${FLAG.shared} = 0`),
    eventsOfFile: one(
      `SELECT id, ${EVENT_COLUMNS} FROM event WHERE file_id = ? AND machine_id = ? AND flags & ${FLAG.shared} = 0`,
    ),
    copiesOfFile: one('SELECT event_id FROM event_copy WHERE machine_id = ? AND file_id = ?'),
    forgetDirty: one('DELETE FROM dirty_event WHERE event_id = ?'),
    copies: one(`SELECT ${COPY_COLUMNS} FROM event_copy WHERE event_id = ? ORDER BY machine_id`),
    copiesOf: one('SELECT event_id FROM event_copy WHERE machine_id = ?'),
    saveCopy: one(`INSERT OR REPLACE INTO event_copy (event_id, ${COPY_COLUMNS}) VALUES (?, ${marks(COPY_COLUMNS)})`),
    deleteCopy: one('DELETE FROM event_copy WHERE event_id = ? AND machine_id = ?'),
  };
}
