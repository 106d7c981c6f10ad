/**
 * The seam between the ledger and a store. Everything that differs between stores is a member here; nobody else may ask
 * which store it is.
 */
import type { Kysely } from 'kysely';
import type { LedgerDatabase } from '../schema.ts';

export type SqlValue = string | number | null;

/** A statement prepared once and run often. Positional parameters. */
export interface Prepared {
  run(...params: SqlValue[]): { changes: number; lastId: number };
  get(...params: SqlValue[]): Record<string, SqlValue> | undefined;
  all(...params: SqlValue[]): Record<string, SqlValue>[];
}

/** A connection that one writer owns for the length of a transaction. */
export interface Connection {
  /** For queries that are built, not written. */
  readonly query: Kysely<LedgerDatabase>;
  /** Location for messages; never holds a secret. */
  readonly location: string;
  prepare(sql: string): Prepared;
  exec(sql: string): void;
  /** Rows one by one, without holding them all. */
  iterate(sql: string, ...params: SqlValue[]): IterableIterator<Record<string, SqlValue>>;
  /** BEGIN IMMEDIATE: waits for another writer up to the busy time-out, then throws `ledger-busy`. */
  begin(): void;
  commit(): void;
  /** Whether more is to be sorted than belongs in memory. Not within a transaction. */
  prepareToSort(large: boolean): void;
  rollback(): void;
  /** Changes when another connection committed. Cheap. */
  dataVersion(): string;
  close(): Promise<void>;
}
