/** What a server, a pooler, the network or the driver says, as an error of ours: what happened, where, what to do next. */
import { UsageError } from '../../contract/errors.ts';

/**
 * UsageError `workspace-unreachable` for whatever the driver threw; none of `secrets` is in it. `isTransient` tells whether
 * trying again helps. SQLSTATE codes: the appendix of PostgreSQL's documentation.
 */
export function postgresError(cause: unknown, location: string, secrets: readonly string[]): UsageError {
  const code = codeOf(cause);
  const said = cause instanceof Error ? cause.message || code : String(cause);
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), said);
  const error = new UsageError(
    'workspace-unreachable',
    `${location}: ${MEANING[code] ?? message}${code === '' ? '' : ` (${code})`}.`,
    hintOf(code, message),
  );
  return Object.assign(error, { transient: isTransientCode(code, message) });
}

/** Whether the same transaction, sent again, may succeed. */
export function isTransient(error: unknown): boolean {
  return error instanceof UsageError && 'transient' in error && error.transient === true;
}

const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
/** pgbouncer says everything that it has to say itself under this one: a wrong password, and a server that is starting. */
const PROTOCOL_VIOLATION = '08P01';

/** Where the server's own words do not say what it means for us. */
const MEANING: Readonly<Record<string, string>> = {
  [LOCK_NOT_AVAILABLE]: 'another machine is writing and does not come to an end',
  [QUERY_CANCELED]: 'the server did not answer within the time that it was given',
};

function hintOf(code: string, message: string): string {
  if (isLogin(code, message))
    return 'Check the line of this role in ~/.pgpass, or PGPASSWORD; `claude-usage workspace invite NAME` makes a new role.';
  if (code === '42501') return 'Ask the owner of the workspace for the rights: claude-usage workspace invite NAME';
  if (code === LOCK_NOT_AVAILABLE)
    return 'The server ends a transaction that is left open after a minute; then run `claude-usage workspace sync` again.';
  if (/certificate|SSL|TLS/i.test(`${code} ${message}`))
    return 'Off this machine TLS is always verified; give your own authority with ?sslrootcert=FILE or PGSSLROOTCERT.';
  return 'The ledger of this machine goes on working; `claude-usage workspace sync` tries again.';
}

const isLogin = (code: string, message: string): boolean =>
  code === '28P01' ||
  /password must be/.test(message) ||
  (code === PROTOCOL_VIOLATION && /password|authentication|no such user/i.test(message));

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';

/** A closed list: serialisation, deadlock, lock time-out, shutdown, crash, start-up, connection errors, the network's. */
function isTransientCode(code: string, message: string): boolean {
  if (isLogin(code, message)) return false;
  if (/^(40001|40P01|55P03|57P01|57P02|57P03|53300|25P03|25P04|08...)$/.test(code)) return true;
  if (/^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code)) return true;
  return code === '' && /terminated|timeout|not queryable|closed/i.test(message);
}
