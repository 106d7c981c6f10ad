/** The workspace in a database: what it is, who may use it how, and the migrator, which goes forward only. */
import { randomBytes } from 'node:crypto';
import { UsageError } from '../../contract/errors.ts';
import { type PgQuery, PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import { stretchesOf } from '../../ledger/kept-calendar.ts';
import type { HomeCalendar } from '../../ledger/slices.ts';
import { FUNCTIONS } from './derive-sql.ts';
import { CLOSED, grantsTo, POLICIES, type RoleKind } from './grants.ts';
import { retried } from './retry.ts';
import { TABLES, TEXT } from './tables.ts';

/** Newest format this version writes. */
export const PG_FORMAT = 1;

/** One list of statements per format; a released one is never changed. */
const MIGRATIONS: readonly (readonly string[])[] = [[...TABLES, ...FUNCTIONS, ...POLICIES, ...CLOSED]];
const FACTS_TABLE = `CREATE TABLE IF NOT EXISTS ${S}.ledger_meta (key ${TEXT} PRIMARY KEY, value ${TEXT})`;

/** What every machine must know of a workspace. */
export interface PgWorkspace {
  /** 32 hex digits. */
  readonly id: string;
  /** Key of the pseudonyms, 64 hex digits; empty for a reader, who tells nothing. */
  readonly key: string;
  readonly format: number;
  /** What the role of this connection may do. */
  readonly access: 'owner' | RoleKind;
}

/**
 * Makes the workspace where there is none, or brings its tables to this version's format. Never backwards. Throws `config`
 * when the role may not.
 */
export async function migrate(store: PostgresStore, calendar: HomeCalendar): Promise<PgWorkspace> {
  const there = await readWorkspace(store);
  if (there && there.format >= PG_FORMAT) return there;
  if (there && there.access !== 'owner') throw isOlder(store.location, there.format);
  await bootstrapped(store);
  const made = await retried(() => store.transaction(bringUp));
  await keepCalendar(store, calendar);
  return made;
}

/** Throws `config` when an older version made the tables and nobody has brought them to this version's format. */
export function requireMigrated(store: PostgresStore, workspace: PgWorkspace): void {
  if (workspace.format < PG_FORMAT) throw isOlder(store.location, workspace.format);
}

function isOlder(location: string, format: number): UsageError {
  return new UsageError(
    'config',
    `${location} has workspace format ${format}; this version needs ${PG_FORMAT}, and only the owner can bring it there.`,
    'Run `claude-usage workspace init DSN` once as the owner, with this version.',
  );
}

/** Lets reports by day in this zone and with these prices come from tables of their own, as far as there is room. */
export async function keepCalendar(store: PostgresStore, calendar: HomeCalendar): Promise<void> {
  const epochs = JSON.stringify(calendar.epochs);
  await retried(() =>
    store.transaction(async (query) => {
      const [kept] = await query<{ epochs: string }>(`SELECT epochs FROM ${S}.calendar WHERE zone = $1`, [
        calendar.zone,
      ]);
      if (kept?.epochs === epochs) return;
      await query(`SELECT ${S}.keep_calendar($1, $2, $3)`, [calendar.zone, epochs, stretchesOf(calendar)]);
    }),
  );
}

/** Makes the one row that is locked from then on. Two may try at once, and one of them is refused: it finds it made. */
async function bootstrapped(store: PostgresStore): Promise<void> {
  const make = store.transaction(async (query) => {
    const [there] = await query(`SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1`, [S]);
    if (!there) await query(`CREATE SCHEMA IF NOT EXISTS ${S}`);
    if (!(await hasFacts(query))) await query(FACTS_TABLE);
    await query(`INSERT INTO ${S}.ledger_meta VALUES ('format', '0') ON CONFLICT DO NOTHING`);
  });
  await make.catch(async (cause: unknown) => {
    const isThere = await store.transaction(hasFacts);
    if (!isThere) throw cause;
  });
}

async function bringUp(query: PgQuery): Promise<PgWorkspace> {
  // The row is the lock: the second of two waits here, and finds the work done.
  const [row] = await query<{ value: string }>(`SELECT value FROM ${S}.ledger_meta WHERE key = 'format' FOR UPDATE`);
  const format = Number(row?.value ?? 0);
  for (const statement of MIGRATIONS.slice(format).flat()) await query(statement);
  if (format < PG_FORMAT) {
    await query(`UPDATE ${S}.ledger_meta SET value = $1 WHERE key = 'format'`, [String(PG_FORMAT)]);
    for (const { role, kind } of await query<{ role: string; kind: RoleKind }>(`SELECT * FROM ${S}.invitation`)) {
      for (const grant of grantsTo(role, kind)) await query(grant);
    }
  }
  const [id, key] = [randomBytes(16).toString('hex'), randomBytes(32).toString('hex')];
  await query(`INSERT INTO ${S}.ledger_meta VALUES ('workspace_id', $1) ON CONFLICT (key) DO NOTHING`, [id]);
  await query(`INSERT INTO ${S}.secret VALUES ('workspace_key', $1) ON CONFLICT (key) DO NOTHING`, [key]);
  const found = await readFacts(query);
  if (!found) throw new Error('the workspace was made and is not there');
  return found;
}

/** The workspace in the database; undefined when nobody made one. */
export async function readWorkspace(store: PostgresStore): Promise<PgWorkspace | undefined> {
  return retried(() => store.transaction(readFacts));
}

async function readFacts(query: PgQuery): Promise<PgWorkspace | undefined> {
  if (!(await hasFacts(query))) return undefined;
  const rows = await query<{ key: string; value: string }>(`SELECT key, value FROM ${S}.ledger_meta`);
  const facts = new Map(rows.map((r) => [r.key, r.value]));
  const id = facts.get('workspace_id');
  if (id === undefined) return undefined;
  const access = await accessOf(query);
  const [secret] =
    access === 'reader'
      ? []
      : await query<{ value: string }>(`SELECT value FROM ${S}.secret WHERE key = 'workspace_key'`);
  return { id, key: secret?.value ?? '', format: Number(facts.get('format')), access };
}

/** What the role of this connection may do. */
export async function accessOf(query: PgQuery): Promise<PgWorkspace['access']> {
  const [may] = await query<{ own: boolean; write: boolean }>(
    `SELECT pg_has_role(n.nspowner, 'USAGE') AS own, has_column_privilege('${S}.copy', 'key', 'INSERT') AS write
     FROM pg_catalog.pg_namespace n WHERE n.nspname = $1`,
    [S],
  );
  if (may?.own === true) return 'owner';
  return may?.write === true ? 'writer' : 'reader';
}

async function hasFacts(query: PgQuery): Promise<boolean> {
  const [there] = await query<{ found: boolean }>(`SELECT to_regclass('${S}.ledger_meta') IS NOT NULL AS found`);
  return there?.found === true;
}

/** Throws `ledger-newer` when a newer version has changed the tables, `config` for a role that may only read. */
export function requireWritable(store: PostgresStore, workspace: PgWorkspace): void {
  if (workspace.format > PG_FORMAT) {
    throw new UsageError(
      'ledger-newer',
      `${store.location} has workspace format ${workspace.format}; this version writes up to ${PG_FORMAT}. It was only read.`,
      'Update claude-usage on this machine.',
    );
  }
  if (workspace.access !== 'reader') return;
  throw new UsageError(
    'config',
    `The role of this connection may only read ${store.location}. Nothing was sent.`,
    'Ask the owner for a role that writes: claude-usage workspace invite NAME',
  );
}
