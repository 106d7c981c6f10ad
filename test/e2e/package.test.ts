/** What a user gets from npm: the tarball’s content, and a global installation of it that works. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../support/run-program.ts';

const run = promisify(execFile);
const MIB = 1024 * 1024;
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
let scratch: string;
let packed: Packed;
let installed: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'claude-usage-pack-'));
  const { stdout } = await npm(projectRoot, 'pack', '--ignore-scripts', '--json', '--pack-destination', scratch);
  const answer = JSON.parse(stdout) as Packed[] | Record<string, Packed>;
  const first = Object.values(answer)[0];
  if (first === undefined) throw new Error(`npm pack said: ${stdout}`);
  packed = first;
  installed = await install(path.join(scratch, packed.filename));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]) {
  const env = { ...process.env, HOME: scratch, npm_config_update_notifier: 'false' };
  return run('npm', args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * MIB });
}

/** Unpacks as a global installation would lie, with the dependencies that are installed here: no network needed. */
async function install(tarball: string): Promise<string> {
  const modules = path.join(scratch, 'prefix with blank', 'lib', 'node_modules');
  await mkdir(path.join(modules, 'claude-usage'), { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', path.join(modules, 'claude-usage')]);
  for (const [name] of Object.entries(manifest().dependencies)) {
    symlinkSync(realpathSync(path.join(projectRoot, 'node_modules', name)), path.join(modules, name), 'dir');
  }
  return path.join(modules, 'claude-usage');
}

function manifest(): { version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as ReturnType<typeof manifest>;
}

test('the package holds the program, the page, the schemas and three papers, nothing else', () => {
  const tops = new Set(packed.files.map((file) => file.path.replace(/\/.*/, '')));
  expect([...tops].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'schema']);
  const names = packed.files.map((file) => file.path);
  expect(names).toContain('dist/main.js');
  expect(names).toContain('dist/web/index.html');
  expect(names.filter((name) => /\.(ts|tsx|map)$|\.test\./.test(name))).toEqual([]);
});

test('it stays small: 1.2 MiB to fetch, 4 MiB on disk, one dependency', () => {
  expect(packed.size).toBeLessThan(1.2 * MIB);
  expect(packed.unpackedSize).toBeLessThan(4 * MIB);
  expect(Object.keys(manifest().dependencies)).toEqual(['better-sqlite3']);
});

test('no built file names the machine it was built on', () => {
  const dist = path.join(installed, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css|html|txt)$/.test(name),
  );
  expect(files.filter((name) => readFileSync(path.join(dist, name), 'utf8').includes(projectRoot))).toEqual([]);
});

test('installed, it runs: its version, and an honest report of nothing', async () => {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    TZ: 'UTC',
    CLAUDE_CONFIG_DIR: path.join(scratch, 'none'),
  };
  const program = path.join(installed, 'bin', 'claude-usage.js');
  const version = await run(process.execPath, [program, '--version'], { env });
  expect(version.stdout.trim()).toBe(manifest().version);
  const daily = await run(process.execPath, [program, 'daily', '--json'], { env });
  expect(JSON.parse(daily.stdout)).toMatchObject({ daily: [], totals: { totalTokens: 0, totalCost: 0 } });
});

test('without the Postgres driver a database is refused with the command that installs it, and with it, it is loaded', async () => {
  const program = path.join(installed, 'bin', 'claude-usage.js');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    TZ: 'UTC',
    CLAUDE_CONFIG_DIR: path.join(scratch, 'none'),
  };
  const joined = async (): Promise<{ code: number; stderr: string }> =>
    run(process.execPath, [program, 'workspace', 'join', 'postgres://ada@127.0.0.1:1/usage'], { env }).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: { code: number; stderr: string }) => error,
    );
  expect(await joined()).toMatchObject({ code: 1, stderr: expect.stringContaining('`npm install -g pg`') });
  const driver = path.join(installed, '..', 'pg');
  symlinkSync(realpathSync(path.join(projectRoot, 'node_modules', 'pg')), driver, 'dir');
  try {
    expect(await joined()).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') });
  } finally {
    rmSync(driver);
  }
});

test('the licences of what is bundled are inside', () => {
  for (const part of ['program', 'page']) {
    expect(readFileSync(path.join(installed, 'dist', `LICENCES-${part}.txt`), 'utf8')).toMatch(/^(zod|react) \d/m);
  }
});
