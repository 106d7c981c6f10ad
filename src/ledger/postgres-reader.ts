import { type RawBuilder, sql } from 'kysely';
import type { PostgresStore } from './dialect/postgres.ts';
import { stretchesOf } from './kept-calendar.ts';
import type { MachineFacts } from './ledger.ts';
import { SqlReader } from './reader/sql-reader.ts';

interface Calendar {
  readonly id: number;
  readonly zone: string;
  readonly stretches: string;
}

/** Reports over the workspace in Postgres: the same questions as of the local ledger. */
export class PostgresReader extends SqlReader {
  readonly #store: PostgresStore;
  readonly #self: string;
  readonly #epochs: readonly number[];

  /** `self` is the uid of this machine; `epochs` those of the price table in use. Closing it closes the store. */
  constructor(store: PostgresStore, self: string, epochs: readonly number[]) {
    super(store, epochs);
    this.#store = store;
    this.#self = self;
    this.#epochs = epochs;
  }
  /** Which of the machines is this one is not the database's to say. */
  override async machines(): Promise<readonly MachineFacts[]> {
    const isSelf = (m: MachineFacts): boolean => m.uid === this.#self || m.formerUids.includes(this.#self);
    return (await super.machines()).map((m) => ({ ...m, self: isSelf(m) }));
  }
  override async revision(): Promise<string> {
    const { rows } = await sql<{ counter: number }>`SELECT counter FROM ${sql.table('change')}`.execute(
      this.#store.query,
    );
    return String(rows[0]?.counter ?? 0);
  }
  override async close(): Promise<void> {
    await this.#store.close();
  }

  /** A calendar serves only when it is, stretch for stretch, what this program would have written itself. */
  protected override async daysOf(zone: string | undefined): Promise<RawBuilder<unknown> | undefined> {
    const { rows } = await sql<Calendar>`SELECT id, zone, stretches FROM ${sql.table('calendar')}
      WHERE epochs = ${JSON.stringify(this.#epochs)} ORDER BY id`.execute(this.#store.query);
    const kept = rows.find(
      (c) => (zone ?? c.zone) === c.zone && c.stretches === stretchesOf({ ...c, epochs: this.#epochs }),
    );
    return kept && sql`calendar_id = ${kept.id}`;
  }
  protected override get everyTurn(): RawBuilder<unknown> {
    return sql`calendar_id = (SELECT MIN(id) FROM ${sql.table('calendar')})`;
  }
}
