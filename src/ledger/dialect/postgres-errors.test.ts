import { expect, test } from 'vitest';
import { isTransient, postgresError } from './postgres-errors.ts';

const said = (code: string, message: string): Error => Object.assign(new Error(message), { code });
const WHERE = 'postgres://db.example.org/usage';

test.each([
  // PostgreSQL, and pgbouncer, for the same slip.
  ['28P01', 'password authentication failed for user "ada"', false, /PGPASSWORD/],
  ['08P01', 'password authentication failed', false, /PGPASSWORD/],
  ['08P01', 'SASL authentication failed', false, /PGPASSWORD/],
  ['08P01', 'no such user: ada', false, /PGPASSWORD/],
  ['08P01', 'server login has been failing, cached error: connect failed (server_login_retry)', true, /sync` tries/],
  ['08P01', 'query_wait_timeout', true, /sync` tries/],
  ['42501', 'permission denied for table copy', false, /invite NAME/],
  ['55P03', 'canceling statement due to lock timeout', true, /after a minute/],
  ['57014', 'canceling statement due to statement timeout', false, /sync` tries/],
  ['57P01', 'terminating connection due to administrator command', true, /sync` tries/],
  ['ECONNREFUSED', '', true, /sync` tries/],
  ['', 'Connection terminated unexpectedly', true, /sync` tries/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', false, /sslrootcert/],
])('%s %s: worth another try: %s', (code, message, transient, hint) => {
  const error = postgresError(code === '' ? new Error(message) : said(code, message), WHERE, []);
  expect([error.code, isTransient(error), error.hint]).toEqual([
    'workspace-unreachable',
    transient,
    expect.stringMatching(hint),
  ]);
  expect(error.message).toContain(WHERE);
});

test('locks and time limits are said in our words, with the code beside them', () => {
  expect(postgresError(said('55P03', 'canceling statement due to lock timeout'), WHERE, []).message).toBe(
    `${WHERE}: another machine is writing and does not come to an end (55P03).`,
  );
  expect(postgresError(said('57014', 'canceling statement due to statement timeout'), WHERE, []).message).toBe(
    `${WHERE}: the server did not answer within the time that it was given (57014).`,
  );
});

test('what must not be told is not told', () => {
  expect(postgresError(said('XX000', 'cannot log in with hunter2'), WHERE, ['hunter2']).message).toBe(
    `${WHERE}: cannot log in with *** (XX000).`,
  );
});
