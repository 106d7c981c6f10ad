import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Lock {
  packages: Record<string, Record<string, unknown>>;
}
const root = path.resolve(import.meta.dirname, '../..');
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'claude-usage-lock-'));
  mkdirSync(path.join(clone, 'scripts'));
  for (const file of ['scripts/lockfile.mjs', 'package-lock.json'])
    cpSync(path.join(root, file), path.join(clone, file));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const file = (): string => path.join(clone, 'package-lock.json');
const run = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(clone, 'scripts/lockfile.mjs'), ...args], { encoding: 'utf8' });

test('the committed lock file is complete', () => {
  expect(run('--check').status).toBe(0);
});

test('what npm leaves out is noticed and put back', () => {
  const whole = readFileSync(file(), 'utf8');
  const lock = JSON.parse(whole) as Lock;
  const platform = Object.keys(lock.packages).find((place) => place.endsWith('/binding-darwin-arm64'));
  delete lock.packages[platform ?? ''];
  delete lock.packages['node_modules/better-sqlite3']?.['gypfile'];
  writeFileSync(file(), `${JSON.stringify(lock, null, 2)}\n`);
  expect(run('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run lockfile') as string });
  expect(run().status).toBe(0);
  const repaired = JSON.parse(readFileSync(file(), 'utf8')) as Lock;
  expect(repaired.packages['node_modules/better-sqlite3']?.['gypfile']).toBe(false);
  expect(repaired.packages[platform ?? '']).toMatchObject({ os: ['darwin'], cpu: ['arm64'], optional: true });
});
