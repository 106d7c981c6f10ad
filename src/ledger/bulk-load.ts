import type { Connection, Prepared } from './dialect/dialect.ts';
import { EVENT_COLUMNS, type EventRow, fromSql, marks, runWith } from './event-row.ts';
import { EVENT_INDEX_NAMES, EVENT_INDEXES, EVENT_KEY_INDEX } from './migrations/0001-ledger.ts';
import { SeenKeys } from './seen-keys.ts';

const AT_ONCE = 5_000;

/**
 * Many rows at once, in one transaction: whatever was certainly not there before is appended without an index, the rest
 * waits in a table of its own until the indexes are made, and is then added under the merge rule like any other row. An
 * index on keys without an order that is kept up to date row by row costs ten times as much as one that is made at the end.
 */
export class BulkLoad {
  readonly #connection: Connection;
  #seen: SeenKeys | undefined;
  readonly #append: Prepared;
  readonly #wait: Prepared;

  /** `rows`: how many are expected. */
  constructor(connection: Connection, rows: number) {
    this.#connection = connection;
    const here = Number(connection.prepare('SELECT COUNT(*) AS n FROM event').get()?.n);
    const seen = new SeenKeys(here + rows);
    for (const { key } of connection.iterate('SELECT key FROM event')) seen.isNew(String(key));
    this.#seen = seen;
    for (const name of ['event_key', ...EVENT_INDEX_NAMES]) connection.exec(`DROP INDEX ${name}`);
    connection.exec(
      `DROP TABLE IF EXISTS temp.waiting_event; CREATE TEMP TABLE waiting_event (id INTEGER PRIMARY KEY, ${EVENT_COLUMNS})`,
    );
    this.#append = connection.prepare(`INSERT INTO event (${EVENT_COLUMNS}) VALUES (${marks(EVENT_COLUMNS)})`);
    this.#wait = connection.prepare(`INSERT INTO waiting_event (${EVENT_COLUMNS}) VALUES (${marks(EVENT_COLUMNS)})`);
  }

  /** Id of the event; undefined when the row must wait. */
  add(row: EventRow): number | undefined {
    if (this.#seen?.isNew(row.key)) return runWith(this.#append, row).lastId;
    runWith(this.#wait, row);
    return undefined;
  }

  /** Makes the indexes, then gives every row that waited to `merge`. */
  finish(merge: (row: EventRow) => void): void {
    // Sorting wants the memory.
    this.#seen = undefined;
    for (const statement of [EVENT_KEY_INDEX, ...EVENT_INDEXES]) this.#connection.exec(statement);
    const page = this.#connection.prepare(
      `SELECT id, ${EVENT_COLUMNS} FROM waiting_event WHERE id > ? ORDER BY id LIMIT ${AT_ONCE}`,
    );
    for (let last = 0; ;) {
      const rows = page.all(last);
      for (const row of rows) merge(fromSql(row));
      if (rows.length < AT_ONCE) break;
      last = Number(rows.at(-1)?.id);
    }
    this.#connection.exec('DROP TABLE temp.waiting_event');
  }
}
