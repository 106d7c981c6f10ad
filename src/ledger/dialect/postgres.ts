/**
 * Postgres as a store. `pg` is loaded only here and only when asked for. Everything runs in short transactions that set
 * what they need with SET LOCAL, so that a pooler in transaction mode may stand between. No connection string, and no
 * part of one that is secret, leaves this file.
 */
import { Kysely, PostgresDialect } from 'kysely';
import type { Client, Pool, PoolClient, PoolConfig } from 'pg';
import { UsageError } from '../../contract/errors.ts';
import { requirePrivate } from '../../lib/private-file.ts';
import type { LedgerDatabase } from '../schema.ts';
import { type LoginFacts, passwordFilePath, passwordFor } from './password-file.ts';
import { postgresError } from './postgres-errors.ts';
import { parseTarget, type PostgresAddress, type PostgresTarget } from './postgres-target.ts';
import { QualifiedTables } from './qualified-tables.ts';

/** Namespace of all our tables. */
export const PG_SCHEMA = 'claude_usage';

export interface PostgresOptions {
  /** How long to wait for a connection, ms. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, ms; also noticed when the network stalls. */
  readonly queryTimeoutMs?: number;
  readonly maxConnections?: number;
}
export type PgValue = string | number | boolean | null | readonly (string | number | null)[];
/** Runs one statement of a transaction. */
export type PgQuery = <Row = Record<string, unknown>>(sql: string, values?: readonly PgValue[]) => Promise<Row[]>;

const CONNECT_MS = 10_000;
const QUERY_MS = 60_000;
/**
 * One who waits for another's lock gives up this much earlier than the server gives up on one who holds it and is gone:
 * the wait is told from a slow statement, and the next tries find the lock free.
 */
const LOCK_TRIES = 3;
/** Part of the time limit after which the server gives up by itself: what it says then comes before our own limit, which is for a network that stalls. */
const SERVER_PART = 0.9;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * Prepares connections to the database; connects at the first question. An empty `dsn` leaves everything to libpq's PG*
 * variables and the password file. Throws UsageError `config` when `pg` is missing, the string is no connection string,
 * the password file is readable by others, or TLS is off to a server elsewhere (postgres-target.ts).
 */
export async function openPostgres(dsn: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const target = parseTarget(dsn, process.env);
  requirePrivate(passwordFilePath(process.env));
  const pg = await loadDriver();
  const queryMs = options.queryTimeoutMs ?? QUERY_MS;
  const config: PoolConfig = {
    ...passwordSource(process.env),
    ...target.settings,
    ssl: target.tls,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_MS,
    query_timeout: queryMs,
    max: options.maxConnections ?? 4,
    allowExitOnIdle: true,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => parserOf(pg, oid, format) } as never,
  };
  const pool = new pg.Pool(config);
  // An idle connection that the server ends is replaced at the next question.
  pool.on('error', () => undefined);
  // One in use that breaks between two statements says so at the next statement as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresStore(pool, target, queryMs);
}

/** The driver hands over who connects where when a password is asked for. Its types do not say so. */
function passwordSource(env: NodeJS.ProcessEnv): PoolConfig {
  if (env.PGPASSWORD !== undefined) return {};
  const password = (login: LoginFacts & { port: number }): string =>
    passwordFor({ ...login, port: String(login.port) }, passwordFilePath(env)) ?? '';
  return { password: password as unknown as () => string };
}

async function loadDriver(): Promise<typeof import('pg')> {
  try {
    return (await import('pg')).default as unknown as typeof import('pg');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause;
    throw new UsageError(
      'config',
      'The Postgres driver, the npm package pg, is not installed.',
      'Run `npm install -g pg` where claude-usage is installed globally, else `npm install pg` beside it.',
    );
  }
}

/** Counts arrive as strings, because they could exceed a double; ours never do. */
function parserOf(pg: typeof import('pg'), oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text');
}

/** One database. Close it. */
export class PostgresStore {
  /** For messages; holds no secret. */
  readonly location: string;
  readonly address: PostgresAddress;
  readonly #pool: Pool;
  readonly #secrets: readonly string[];
  readonly #opening: string;
  #query: Kysely<LedgerDatabase> | undefined;

  constructor(pool: Pool, target: PostgresTarget, queryMs: number) {
    this.#pool = pool;
    this.location = target.location;
    this.address = target.address;
    this.#secrets = target.secrets;
    // Every statement names its schema: a path that somebody set before, through a pooler, changes nothing. To compile a
    // report (jit) takes a server longer than the report.
    this.#opening = `BEGIN; SET LOCAL search_path TO pg_catalog; SET LOCAL statement_timeout TO ${Math.ceil(queryMs * SERVER_PART)};
      SET LOCAL lock_timeout TO ${Math.ceil(queryMs / LOCK_TRIES)}; SET LOCAL work_mem TO '64MB'; SET LOCAL jit TO off; SET LOCAL idle_in_transaction_session_timeout TO ${queryMs}`;
  }

  /** For queries that are built: each in a transaction of its own. */
  get query(): Kysely<LedgerDatabase> {
    this.#query ??= new Kysely<LedgerDatabase>({
      dialect: new PostgresDialect({ pool: this.#kyselyPool() as never }),
      plugins: [new QualifiedTables(PG_SCHEMA)],
    });
    return this.#query;
  }

  /**
   * Runs `work` in one transaction. Throws UsageError `workspace-unreachable`; whether the server may have committed is
   * then unknown, so whatever was sent must be harmless to send again. `isTransient` tells whether trying again helps.
   */
  async transaction<T>(work: (query: PgQuery) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let broken = true;
    try {
      await client.query(this.#opening);
      const result = await work(async <Row>(sql: string, values: readonly PgValue[] = []) => {
        const { rows } = await client.query(sql, [...values]);
        return rows as Row[];
      });
      await client.query('COMMIT');
      broken = false;
      return result;
    } catch (cause) {
      broken = !(await rolledBack(client as unknown as Client));
      throw this.#translate(cause);
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** One question. The answer is there before its transaction is closed: a server may be far away. */
  async #ask<Row>(sql: string, values: readonly PgValue[]): Promise<Row[]> {
    const client = await this.#connect();
    const close = (broken: boolean): void => client.release(broken);
    try {
      await client.query(this.#opening);
      const { rows } = await client.query(sql, [...values]);
      client.query('COMMIT').then(
        () => close(false),
        () => close(true),
      );
      return rows as Row[];
    } catch (cause) {
      close(!(await rolledBack(client as unknown as Client)));
      throw this.#translate(cause);
    }
  }

  async #connect(): Promise<PoolClient> {
    return this.#pool.connect().catch((cause: unknown) => {
      throw this.#translate(cause);
    });
  }

  #kyselyPool(): object {
    const ask = async (sql: string, values: readonly PgValue[]) => ({
      command: 'SELECT',
      rows: await this.#ask(sql, values),
    });
    return {
      connect: async () => ({ query: ask, release: () => undefined }),
      end: async () => undefined,
    };
  }

  #translate(cause: unknown): unknown {
    if (cause instanceof UsageError) return cause;
    return postgresError(cause, this.location, this.#secrets);
  }
}

async function rolledBack(client: Client): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
