import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTarget } from './postgres-target.ts';

const tlsOf = (dsn: string, env: NodeJS.ProcessEnv = {}): unknown => parseTarget(dsn, env).tls;
const VERIFIED = { rejectUnauthorized: true };

test.each([
  '',
  '?sslmode=allow',
  '?sslmode=prefer',
  '?sslmode=require',
  '?sslmode=verify-ca',
  '?sslmode=verify-full',
  '?ssl=true',
])('a server elsewhere is verified, whatever is said: %s', (said) => {
  expect(tlsOf(`postgres://db.example.org/usage${said}`)).toEqual(VERIFIED);
});

test('what other programs understand as "encrypted, but by anybody" is verified here', () => {
  const target = parseTarget(
    'postgres://db.example.org/usage?sslmode=require&uselibpqcompat=true&application_name=x',
    {},
  );
  expect(target.tls).toEqual(VERIFIED);
  expect(target.settings).toEqual({ host: 'db.example.org', database: 'usage', application_name: 'x' });
});

test.each(['?sslmode=disable', '?sslmode=no-verify', '?ssl=0', '?ssl=no-verify'])(
  'a server elsewhere is not spoken to with %s',
  (said) => {
    expect(() => tlsOf(`postgres://db.example.org/usage${said}`)).toThrow(expect.objectContaining({ code: 'config' }));
  },
);

test('the environment says it too: PGHOST, PGSSLMODE', () => {
  expect(tlsOf('', { PGHOST: 'db.example.org' })).toEqual(VERIFIED);
  expect(() => tlsOf('', { PGHOST: 'db.example.org', PGSSLMODE: 'disable' })).toThrow(/not be encrypted/);
  expect(tlsOf('', {})).toBe(false);
});

test.each(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'])(
  'on this machine it is plain unless asked for: %s',
  (host) => {
    expect(tlsOf(`postgres://${host}/usage`)).toBe(false);
    expect(tlsOf(`postgres://${host}/usage?sslmode=prefer`)).toBe(false);
    expect(tlsOf(`postgres://${host}/usage?sslmode=require`)).toEqual(VERIFIED);
  },
);

test.each(['localhost.example.org', '127.example.org', '128.0.0.1'])('%s is elsewhere', (host) => {
  expect(tlsOf(`postgres://${host}/usage`)).toEqual(VERIFIED);
});

test('a socket is on this machine', () => {
  expect(tlsOf('postgres:///usage?host=/run/postgresql')).toBe(false);
});

test('an authority of your own is read from sslrootcert or PGSSLROOTCERT; one that is missing is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-ca-'));
  const path = join(folder, 'ca.pem');
  try {
    writeFileSync(path, 'PEM');
    expect(tlsOf(`postgres://db.example.org/usage?sslrootcert=${path}`)).toEqual({ ...VERIFIED, ca: 'PEM' });
    expect(tlsOf('postgres://db.example.org/usage', { PGSSLROOTCERT: path })).toEqual({ ...VERIFIED, ca: 'PEM' });
    expect(() => tlsOf(`postgres://db.example.org/usage?sslrootcert=${path}.not`)).toThrow(
      /ca\.pem\.not cannot be read/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a location never holds a secret, nor a user', () => {
  const { location, secrets } = parseTarget('postgres://ada:s%2Fecret@db.example.org:6543/usage', {});
  expect(location).toBe('postgres://db.example.org:6543/usage');
  expect(secrets).toEqual(expect.arrayContaining(['s%2Fecret', 's/ecret']));
});

test('what the driver is told is what the string says, and nothing that it leaves out', () => {
  expect(parseTarget('postgres://ada:s%2Fecret@[::1]:6543/us%20age', {}).settings).toEqual({
    user: 'ada',
    password: 's/ecret',
    host: '::1',
    port: '6543',
    database: 'us age',
  });
  expect(parseTarget('postgres:///usage?host=/run/postgresql&user=bob', {}).settings).toEqual({
    user: 'bob',
    host: '/run/postgresql',
    database: 'usage',
  });
  expect(parseTarget('', { PGPASSWORD: 'x' }).settings).toEqual({});
});
