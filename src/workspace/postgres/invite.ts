/** Roles for others: made here where this role may, else as SQL for somebody who may. */
import { randomBytes } from 'node:crypto';
import { UsageError } from '../../contract/errors.ts';
import { type PgQuery, PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { PostgresAddress } from '../../ledger/dialect/postgres-target.ts';
import { grantsTo, type RoleKind } from './grants.ts';
import { retried } from './retry.ts';
import { scramVerifier } from './scram.ts';

export interface InviteRequest {
  /** Machine or person; the role is named after it. */
  readonly name: string;
  readonly kind: RoleKind;
  /** Name, or the start of the uid, of a machine that told under another role until now: it goes over with its rows. */
  readonly machine?: string | undefined;
}
export interface Invitation {
  readonly role: string;
  readonly kind: RoleKind;
  readonly address: PostgresAddress;
  readonly database: string;
  /** Of the role just made; show it once and keep it nowhere. Undefined when the role is still to be made. */
  readonly password: string | undefined;
  /** What somebody with the right to make roles has to run; empty when it is done. */
  readonly sql: readonly string[];
}

/** Role names are at most 63 bytes and the cluster's, not the database's. */
const MAX_SLUG = 40;

/**
 * Makes a role for another machine or a reader. Throws `usage` for a name that was invited or is a role already, `config`
 * for one who may not invite.
 */
export async function invite(store: PostgresStore, request: InviteRequest): Promise<Invitation> {
  const role = roleOf(request.name);
  const password = randomBytes(24).toString('base64url');
  const verifier = scramVerifier(password, randomBytes(16));
  return retried(() =>
    store.transaction(async (query) => {
      const may = await rightsOf(query);
      if (!may.own) throw notTheOwner(store.location);
      // One at a time: two that grant on one table at once fail.
      await query(`SELECT 1 FROM ${S}.ledger_meta WHERE key = 'format' FOR UPDATE`);
      await requireNew(query, role, request.name);
      const machine = request.machine === undefined ? undefined : await machineOf(query, request.machine);
      const rest = await statements(query, role, { ...request, machine });
      const made = { role, kind: request.kind, address: store.address, database: may.database };
      if (!may.makeRoles) return { ...made, password: undefined, sql: [`CREATE ROLE ${role} LOGIN`, ...rest] };
      await query(`CREATE ROLE ${role} LOGIN PASSWORD '${verifier}'`);
      for (const statement of rest) await query(statement);
      return { ...made, password, sql: [] };
    }),
  );
}

/** `Ada's desk` is `claude_usage_ada_s_desk`: needs no quotes in SQL, in a connection string or in a password file. */
function roleOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, MAX_SLUG);
  if (slug !== '') return `${S}_${slug}`;
  throw new UsageError(
    'usage',
    `No role can be named after ${JSON.stringify(name.slice(0, MAX_SLUG))}.`,
    'Give a name with Latin letters or digits, such as: claude-usage workspace invite laptop',
  );
}

interface Rights {
  readonly own: boolean;
  readonly makeRoles: boolean;
  readonly database: string;
}

async function rightsOf(query: PgQuery): Promise<Rights> {
  const [row] = await query<Rights>(
    `SELECT pg_has_role(n.nspowner, 'USAGE') AS own, r.rolsuper OR r.rolcreaterole AS "makeRoles",
       current_database() AS database
     FROM pg_catalog.pg_namespace n, pg_catalog.pg_roles r WHERE n.nspname = $1 AND r.rolname = CURRENT_USER`,
    [S],
  );
  return row ?? { own: false, makeRoles: false, database: '' };
}

async function requireNew(query: PgQuery, role: string, name: string): Promise<void> {
  const [taken] = await query('SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1', [role]);
  if (!taken) return;
  throw new UsageError(
    'usage',
    `The role ${role} exists already, here or for another database of the server.`,
    `Choose another name than ${JSON.stringify(name)}, or drop the role first: DROP OWNED BY ${role}; DROP ROLE ${role};`,
  );
}

async function machineOf(query: PgQuery, named: string): Promise<string> {
  const found = await query<{ uid: string }>(
    `SELECT uid FROM ${S}.machine WHERE $1 IN (name, alias, uid) OR (length($1) >= 4 AND starts_with(uid, $1))`,
    [named],
  );
  if (found.length === 1 && found[0]) return found[0].uid;
  throw new UsageError(
    'not-found',
    `${found.length === 0 ? 'No machine' : 'More than one machine'} is called ${named}.`,
    'Run `claude-usage workspace status` and give the name, or the start of the id.',
  );
}

async function statements(query: PgQuery, role: string, r: InviteRequest): Promise<string[]> {
  const [text] = await query<{ name: string; machine: string; database: string; connect: boolean }>(
    `SELECT quote_literal($1::text) AS name, quote_literal($2::text) AS machine, quote_ident(current_database()) AS database,
       has_database_privilege(current_database(), 'CONNECT WITH GRANT OPTION') AS connect`,
    [r.name, r.machine ?? ''],
  );
  return [
    ...(text?.connect === true ? [`GRANT CONNECT ON DATABASE ${text.database} TO ${role}`] : []),
    ...grantsTo(role, r.kind),
    `INSERT INTO ${S}.invitation (role, name, kind) VALUES ('${role}', ${text?.name}, '${r.kind}')`,
    ...(r.machine === undefined || r.kind === 'reader'
      ? []
      : [`UPDATE ${S}.machine SET owner_role = '${role}' WHERE uid = ${text?.machine}`]),
  ];
}

function notTheOwner(location: string): UsageError {
  return new UsageError(
    'config',
    `Only the owner of the workspace in ${location} can invite.`,
    'Run `claude-usage workspace invite NAME` where the workspace was made, or connect as its owner.',
  );
}
