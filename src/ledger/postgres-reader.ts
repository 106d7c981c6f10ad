import type { PostgresStore } from './dialect/postgres.ts';
import type { MachineFacts } from './ledger.ts';
import { SqlReader } from './reader/sql-reader.ts';

/** Reports over the workspace in Postgres: the same questions as of the local ledger. */
export class PostgresReader extends SqlReader {
  readonly #store: PostgresStore;
  readonly #self: string;

  /** `self` is the uid of this machine; `epochs` those of the price table in use. Closing it closes the store. */
  constructor(store: PostgresStore, self: string, epochs: readonly number[]) {
    super(store, epochs);
    this.#store = store;
    this.#self = self;
  }
  /** Which of the machines is this one is not the database's to say. */
  override async machines(): Promise<readonly MachineFacts[]> {
    const isSelf = (m: MachineFacts): boolean => m.uid === this.#self || m.formerUids.includes(this.#self);
    return (await super.machines()).map((m) => ({ ...m, self: isSelf(m) }));
  }
  override async close(): Promise<void> {
    await this.#store.close();
  }
}
