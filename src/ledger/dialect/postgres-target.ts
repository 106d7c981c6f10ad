/**
 * Where a connection string leads, and how safely. To a server elsewhere the connection is encrypted and the server's
 * name and certificate are verified, whatever mode is named short of those that would forbid it, which are refused:
 * `require` means `verify-full`. On this machine (a socket, the loopback) it is plain unless a mode asks for more.
 */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { UsageError } from '../../contract/errors.ts';
import { readService } from './service-file.ts';

/** Where a server is, without user or secret. */
export interface PostgresAddress {
  /** Name, number, or the folder of a socket. */
  readonly host: string;
  readonly port: string;
}

export interface PostgresTarget {
  readonly address: PostgresAddress;
  /** For messages: host, port and database only. */
  readonly location: string;
  /** What the string says, as the driver takes it, without TLS. Secret. What it leaves out the PG* variables say. */
  readonly settings: Readonly<Record<string, string>>;
  readonly tls: ConnectionOptions | false;
  /** Texts that no message may hold. */
  readonly secrets: readonly string[];
}

/** What the driver is told of the string; the rest is ours to decide, or no driver knows it. */
const WORDS = ['host', 'port', 'user', 'password', 'application_name', 'options', 'client_encoding'];

/** Throws `config`; never quotes the string. The string goes before its service, and that before the PG* variables. */
export function parseTarget(dsn: string, env: NodeJS.ProcessEnv): PostgresTarget {
  const parsed = dsn === '' ? undefined : parseDsn(dsn);
  const url = parsed ? wordsOf(parsed) : {};
  const service = url.service ?? env.PGSERVICE ?? '';
  const given: Record<string, string> = { ...(service === '' ? {} : readService(service, env)), ...url };
  const host = given.host ?? (env.PGHOST || 'localhost');
  const port = given.port ?? (env.PGPORT || '5432');
  const database = given.dbname ?? env.PGDATABASE ?? '';
  const mode = given.sslmode ?? modeOfSwitch(given.ssl) ?? env.PGSSLMODE ?? '';
  const near = host.startsWith('/') || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  if (!near) refuseOpen(host, mode);
  const wantsTls = near ? /^(require|verify-ca|verify-full)$/.test(mode) : true;
  const secrets = [dsn, parsed?.password ?? '', given.password ?? '', env.PGPASSWORD ?? ''];
  return {
    address: { host, port },
    location: `postgres://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`,
    settings: settingsOf(given),
    tls: wantsTls && verified((name) => given[name] ?? env[`PG${name.toUpperCase()}`]),
    secrets: secrets.filter((s) => s !== ''),
  };
}

/** What a connection string says, by libpq's words; what it leaves empty it does not say. */
function wordsOf(url: URL): Record<string, string> {
  const { database, ...named } = Object.fromEntries(url.searchParams);
  const all = {
    user: safeDecode(url.username),
    password: safeDecode(url.password),
    host: safeDecode(url.hostname).replaceAll(/^\[|\]$/g, ''),
    port: url.port,
    dbname: safeDecode(url.pathname.slice(1)) || (database ?? ''),
    ...named,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function settingsOf({ dbname, ...given }: Record<string, string>): Record<string, string> {
  const known = Object.entries(given).filter(([word]) => WORDS.includes(word));
  return { ...Object.fromEntries(known), ...(dbname === undefined ? {} : { database: dbname }) };
}

const modeOfSwitch = (value: string | undefined): string | undefined =>
  value === undefined
    ? undefined
    : /^(0|false|no)$/.test(value)
      ? 'disable'
      : value === 'no-verify'
        ? value
        : 'require';

function refuseOpen(host: string, mode: string): void {
  if (!/^(disable|no-verify)$/.test(mode)) return;
  throw new UsageError(
    'config',
    `The connection to ${host} would not be encrypted and verified (sslmode=${mode}).`,
    'Use sslmode=verify-full, with sslrootcert=FILE where the certificate is your own.',
  );
}

function verified(file: (name: string) => string | undefined): ConnectionOptions {
  const read = (name: string): string | undefined => {
    const path = file(name);
    // `system`: the authorities that Node trusts, which is what it does anyway.
    if (path === undefined || path === '' || path === 'system') return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new UsageError('config', `${path} cannot be read (${name}).`, 'Name a file in PEM format.', { cause });
    }
  };
  const [ca, cert, key] = [read('sslrootcert'), read('sslcert'), read('sslkey')];
  return { rejectUnauthorized: true, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function parseDsn(dsn: string): URL {
  try {
    const url = new URL(dsn);
    if (url.protocol === 'postgres:' || url.protocol === 'postgresql:') return url;
  } catch {
    // The error would quote the string.
  }
  throw new UsageError(
    'config',
    'The Postgres connection string cannot be read.',
    'Write it as postgres://USER@HOST:PORT/DATABASE, with the password in ~/.pgpass.',
  );
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
