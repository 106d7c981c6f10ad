import { Kysely, SqliteDialect } from 'kysely';
import Database from 'better-sqlite3';
import { UsageError } from '../../contract/errors.ts';
import type { LedgerDatabase } from '../schema.ts';
import type { Connection, Prepared, SqlValue } from './dialect.ts';

export interface SqliteOptions {
  readonly readonly?: boolean;
  /** How long to wait for another writer, in ms. */
  readonly busyTimeoutMs?: number;
}

/** 4 KB pages: larger ones cost two to three times in live use (facts: speed.md, SQLite). */
const WRITE_PRAGMAS = ['journal_mode = WAL', 'synchronous = NORMAL', 'temp_store = MEMORY'];
const CACHE_KIB = 64 * 1024;

/**
 * Opens a SQLite file. The folder must exist. Throws UsageError `ledger-unreadable` naming the file when it cannot be
 * opened or is not a database.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): SqliteConnection {
  try {
    const db = new Database(path, { readonly: options.readonly ?? false, timeout: options.busyTimeoutMs ?? 15_000 });
    if (!options.readonly) for (const pragma of WRITE_PRAGMAS) db.pragma(pragma);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    return new SqliteConnection(db, path);
  } catch (cause) {
    throw translate(cause, path);
  }
}

export class SqliteConnection implements Connection {
  readonly location: string;
  readonly #db: Database.Database;
  #query: Kysely<LedgerDatabase> | undefined;

  constructor(db: Database.Database, location: string) {
    this.#db = db;
    this.location = location;
  }
  get query(): Kysely<LedgerDatabase> {
    this.#query ??= new Kysely<LedgerDatabase>({ dialect: new SqliteDialect({ database: this.#db }) });
    return this.#query;
  }
  prepare(sql: string): Prepared {
    const statement = this.#db.prepare<SqlValue[], Record<string, SqlValue>>(sql);
    return {
      run: (...params) => {
        const info = statement.run(...params);
        return { changes: info.changes, lastId: Number(info.lastInsertRowid) };
      },
      get: (...params) => statement.get(...params),
      all: (...params) => statement.all(...params),
    };
  }
  exec(sql: string): void {
    this.#db.exec(sql);
  }
  begin(): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (cause) {
      throw translate(cause, this.location);
    }
  }
  commit(): void {
    this.#db.exec('COMMIT');
  }
  rollback(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
  }
  dataVersion(): string {
    return String(this.#db.pragma('data_version', { simple: true }));
  }
  pragma(name: string): unknown {
    return this.#db.pragma(name, { simple: true });
  }
  /** Rows one by one, without holding them all. */
  iterate(sql: string, ...params: SqlValue[]): IterableIterator<Record<string, SqlValue>> {
    return this.#db.prepare<SqlValue[], Record<string, SqlValue>>(sql).iterate(...params);
  }
  async close(): Promise<void> {
    if (this.#db.open) this.#db.close();
  }
}

function translate(cause: unknown, path: string): UsageError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (code.startsWith('SQLITE_BUSY')) {
    return new UsageError('ledger-busy', `${path} is held by another process: ${reason}.`, 'Wait for the other scan to end and run the command again.', { cause });
  }
  return new UsageError('ledger-unreadable', `Cannot open the ledger ${path}: ${reason}.`, 'Run `claude-usage doctor` to see the path and its permissions.', { cause });
}
