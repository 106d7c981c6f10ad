import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { requirePrivate } from '../../lib/private-file.ts';
import { openPostgres } from './postgres.ts';
import { isTransient } from './postgres-errors.ts';

const SECRET = 'canary-5e1f';

test('an unreachable server is named without its password, and is worth another try', async () => {
  const store = await openPostgres(`postgres://ada:${SECRET}@127.0.0.1:1/usage`, { connectTimeoutMs: 2000 });
  const error: unknown = await store.transaction(async (query) => query('SELECT 1')).catch((e: unknown) => e);
  await store.close();
  expect(error).toMatchObject({ code: 'workspace-unreachable' });
  expect(isTransient(error)).toBe(true);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  expect(store.location).toBe('postgres://127.0.0.1:1/usage');
});

test('a connection string that cannot be read is not quoted', async () => {
  const error: unknown = await openPostgres(`ada:${SECRET}@host/usage`).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'config' });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
});

test.each(['disable', 'no-verify'])('a server elsewhere is not spoken to with sslmode=%s', async (mode) => {
  await expect(openPostgres(`postgres://db.example.org/usage?sslmode=${mode}`)).rejects.toMatchObject({
    code: 'config',
    hint: expect.stringContaining('verify-full'),
  });
});

test('a password file that others can read stops the program with the command that closes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-pass-'));
  const path = join(folder, 'pgpass');
  try {
    writeFileSync(path, 'x');
    chmodSync(path, 0o644);
    expect(() => requirePrivate(path)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(`chmod 600 ${path}`) }),
    );
    chmodSync(path, 0o600);
    requirePrivate(path);
    requirePrivate(join(folder, 'absent'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
