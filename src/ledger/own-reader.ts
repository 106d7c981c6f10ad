import type { Connection } from './dialect/dialect.ts';
import { readMeta } from './meta.ts';
import { SqlReader } from './reader/sql-reader.ts';

/** Reports over this machine's ledger. */
export class OwnReader extends SqlReader {
  readonly #connection: Connection;

  constructor(connection: Connection, epochs: readonly number[]) {
    super(connection, epochs);
    this.#connection = connection;
  }
  /** Asked before every answer of the server: a statement that stays prepared, not a query that is built. */
  override async revision(): Promise<string> {
    return readMeta(this.#connection, 'revision') ?? '0';
  }
}
