/**
 * A server that encrypts, with certificates of a test authority that are valid until 2120. Both names of the certificate's
 * host are of this machine, where encryption is asked for by name; elsewhere it always is (postgres-target.test.ts).
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { giveAway, newFolder, type PostgresServer, startPostgres } from '../support/postgres-server.ts';

const FILES = fileURLToPath(new URL('../support/tls', import.meta.url));
const servers = new Map<string, { readonly server: PostgresServer; readonly folder: string }>();

afterAll(async () => {
  for (const { server, folder } of servers.values()) {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

/** The server with this certificate, started once. */
async function serverWith(certificate: string): Promise<PostgresServer> {
  const known = servers.get(certificate);
  if (known) return known.server;
  const folder = newFolder('tls');
  const [cert, key] = ['server.pem', 'server.key'].map((name) => join(folder, name)) as [string, string];
  cpSync(join(FILES, certificate), cert);
  cpSync(join(FILES, 'server.key'), key);
  for (const file of [cert, key]) giveAway(file);
  const settings = ['ssl=on', `ssl_cert_file=${cert}`, `ssl_key_file=${key}`];
  const server = await startPostgres(inject('postgresBin'), undefined, settings);
  servers.set(certificate, { server, folder });
  return server;
}

/** Whether the connection is encrypted, by the server's own word; else why there is none. */
async function connected(certificate: string, host: string, mode: string, authority?: string): Promise<unknown> {
  const url = new URL((await serverWith(certificate)).url);
  url.hostname = host;
  if (mode !== '') url.searchParams.set('sslmode', mode);
  if (authority !== undefined) url.searchParams.set('sslrootcert', join(FILES, authority));
  const store = await openPostgres(url.href);
  try {
    const [row] = await store.transaction((query) =>
      query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'),
    );
    return row?.ssl;
  } catch (error) {
    return error;
  } finally {
    await store.close();
  }
}

test.each([
  ['by-number.pem', '127.0.0.1', 'verify-full', 'authority.pem'],
  ['by-name.pem', 'localhost', 'verify-full', 'authority.pem'],
  ['by-name.pem', 'localhost', 'require', 'authority.pem'],
])('%s at %s, %s: encrypted', async (...where) => {
  expect(await connected(...where)).toBe(true);
});

test('plain where nothing is asked for, on this machine', async () => {
  expect(await connected('by-number.pem', '127.0.0.1', '')).toBe(false);
});

test.each([
  ['an authority that nobody trusts', 'by-number.pem', '127.0.0.1', undefined, /verify|certificate/],
  ['another authority', 'by-number.pem', '127.0.0.1', 'stranger.pem', /verify|certificate/],
  ['another name', 'by-number.pem', 'localhost', 'authority.pem', /does not match/],
  ['another number', 'by-name.pem', '127.0.0.1', 'authority.pem', /does not match/],
  ['a certificate that has expired', 'expired.pem', 'localhost', 'authority.pem', /expired/],
])('%s: refused, with what to do', async (_, certificate, host, authority, why) => {
  for (const mode of ['verify-full', 'require']) {
    expect(await connected(certificate, host, mode, authority), mode).toMatchObject({
      code: 'workspace-unreachable',
      message: expect.stringMatching(why),
      hint: expect.stringContaining('sslrootcert=FILE'),
    });
  }
});
