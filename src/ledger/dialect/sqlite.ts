import { Kysely, SqliteDialect } from 'kysely';
import Database from 'better-sqlite3';
import { UsageError } from '../../contract/errors.ts';
import type { LedgerDatabase } from '../schema.ts';
import type { Connection, Prepared, SqlValue } from './dialect.ts';

export interface SqliteOptions {
  readonly readonly?: boolean;
  /** Leaves the file's journal mode as it was found: it may still be another program's. */
  readonly asFound?: boolean;
  /** How long to wait for another writer, in ms. */
  readonly busyTimeoutMs?: number;
}

/** 4 KB pages: larger ones cost two to three times in live use (facts: speed.md, SQLite). */
const WRITE_PRAGMAS = ['synchronous = NORMAL', 'temp_store = MEMORY'];
const WAL_ATTEMPTS = 50;
const MAX_PREPARED = 200;
/** Queries longer than this name ids: the same one seldom comes again. */
const MAX_KEPT_QUERY = 4000;
const CACHE_KIB = 32 * 1024;
/** A sort takes as much memory as the cache, for each of its threads: a small cache costs nothing where rows are appended. */
const LARGE_SORTS = 'PRAGMA temp_store = FILE; PRAGMA threads = 2; PRAGMA cache_size = -8192';
const SMALL_SORTS = `PRAGMA temp_store = MEMORY; PRAGMA threads = 0; PRAGMA cache_size = -${CACHE_KIB}`;

/**
 * Opens a SQLite file. The folder must exist. Throws UsageError `ledger-unreadable` naming the file when it cannot be
 * opened or is not a database.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): SqliteConnection {
  try {
    const db = openFile(path, options);
    if (!options.readonly && !options.asFound) prepareToWrite(db);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    return new SqliteConnection(db, path);
  } catch (cause) {
    throw translate(cause, path);
  }
}

function openFile(path: string, options: SqliteOptions): Database.Database {
  const open = (readonly: boolean): Database.Database =>
    new Database(path, { readonly, timeout: options.busyTimeoutMs ?? 15_000 });
  if (!options.readonly) return open(false);
  const db = open(true);
  if (isWhole(db)) return db;
  db.close();
  const writable = open(false);
  isWhole(writable);
  writable.close();
  return open(true);
}

function prepareToWrite(db: Database.Database): void {
  for (let attempt = 1; !turnsToWal(db); attempt++) {
    // SQLite does not wait here as it does elsewhere: an empty exclusive transaction waits in its place.
    if (attempt < WAL_ATTEMPTS) db.exec('BEGIN EXCLUSIVE; COMMIT');
    else throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  }
  for (const pragma of WRITE_PRAGMAS) db.pragma(pragma);
}

/** False when another process held the file at that moment. */
function turnsToWal(db: Database.Database): boolean {
  try {
    db.pragma('journal_mode = WAL');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

/** False when a writer died and left a transaction to undo, which only a connection that may write can do. */
function isWhole(db: Database.Database): boolean {
  try {
    db.prepare('SELECT 1 FROM sqlite_master').get();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_READONLY_')) return false;
    db.close();
    throw error;
  }
}

type Query = Database.Statement<unknown[], Record<string, SqlValue>>;

export class SqliteConnection implements Connection {
  readonly location: string;
  readonly #db: Database.Database;
  /** Statements by their text: every transaction asks for the same thirty. */
  readonly #prepared = new Map<string, Prepared>();
  /** The same for queries that were built; the last asked for stands last. */
  readonly #queries = new Map<string, Query>();
  #query: Kysely<LedgerDatabase> | undefined;

  constructor(db: Database.Database, location: string) {
    this.#db = db;
    this.location = location;
  }
  get query(): Kysely<LedgerDatabase> {
    const database = { prepare: (text: string) => this.#compiled(text), close: () => this.#db.close() };
    this.#query ??= new Kysely<LedgerDatabase>({ dialect: new SqliteDialect({ database }) });
    return this.#query;
  }
  prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#db.prepare<SqlValue[], Record<string, SqlValue>>(sql);
    const prepared: Prepared = {
      run: (...params) => {
        const info = statement.run(...params);
        return { changes: info.changes, lastId: Number(info.lastInsertRowid) };
      },
      get: (...params) => statement.get(...params),
      all: (...params) => statement.all(...params),
    };
    if (this.#prepared.size < MAX_PREPARED) this.#prepared.set(sql, prepared);
    return prepared;
  }
  #compiled(text: string): Query {
    const known = this.#queries.get(text);
    // One that is read row by row is busy meanwhile, and the same text needs another.
    const query = known?.busy === false ? known : this.#db.prepare<unknown[], Record<string, SqlValue>>(text);
    if (text.length > MAX_KEPT_QUERY) return query;
    if (known) this.#queries.delete(text);
    this.#queries.set(text, query);
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > MAX_PREPARED && oldest !== undefined) this.#queries.delete(oldest);
    return query;
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
  prepareToSort(large: boolean): void {
    this.#db.exec(large ? LARGE_SORTS : SMALL_SORTS);
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

const isBusy = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');

function translate(cause: unknown, path: string): UsageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (isBusy(cause)) {
    return new UsageError(
      'ledger-busy',
      `${path} is held by another process: ${reason}.`,
      'Wait for the other scan to end and run the command again.',
      { cause },
    );
  }
  return new UsageError(
    'ledger-unreadable',
    `Cannot open the ledger ${path}: ${reason}.`,
    'Run `claude-usage doctor` to see the path and its permissions.',
    { cause },
  );
}
