import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
let clone: string;

/** A clone with a program of three lines, in a path with a blank, using the packages that are installed here. */
beforeEach(() => {
  clone = path.join(mkdtempSync(path.join(tmpdir(), 'claude-usage-')), 'my clone');
  cpSync(path.join(root, 'scripts'), path.join(clone, 'scripts'), { recursive: true });
  symlinkSync(realpathSync(path.join(root, 'node_modules')), path.join(clone, 'node_modules'), 'dir');
  for (const folder of ['src/server', 'src/ingest', 'src/workspace', 'bin'])
    mkdirSync(path.join(clone, folder), { recursive: true });
  for (const thread of ['server/scan-thread.ts', 'ingest/scan-worker.ts', 'workspace/decode-worker.ts']) {
    writeFileSync(path.join(clone, 'src', thread), '');
  }
  writeFileSync(path.join(clone, 'package.json'), '{ "type": "module" }');
  writeFileSync(path.join(clone, 'bin', 'claude-usage.js'), "import '../dist/main.js';\n");
  program('console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;');
});
afterEach(() => rmSync(path.dirname(clone), { recursive: true, force: true }));

const program = (source: string): void => writeFileSync(path.join(clone, 'src', 'main.ts'), source);
const script = (): string => path.join(clone, 'scripts', 'bootstrap.mjs');
const start = (...args: string[]) => spawnSync(process.execPath, [script(), 'start', ...args], { encoding: 'utf8' });

test('standard output is the program’s alone; its exit status comes through; the second start says nothing', () => {
  const first = start('daily', '--json');
  expect(first).toMatchObject({ status: 3, stdout: '["daily","--json"]\n' });
  expect(first.stderr).toBe('claude-usage: building …\n');
  expect(start('daily')).toMatchObject({ status: 3, stdout: '["daily"]\n', stderr: '' });
});

test('without arguments it is the dashboard', () => {
  expect(start().stdout).toBe('["dashboard"]\n');
});

test('a changed source is built again, a touched one is not', () => {
  start();
  program('console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;');
  expect(start().stderr).toBe('');
  program('console.log("new");');
  expect(start()).toMatchObject({ status: 0, stdout: 'new\n', stderr: 'claude-usage: building …\n' });
});

test('a build that fails names its command, runs nothing old, and is tried again', () => {
  start();
  program('this is no program');
  for (const attempt of [start(), start()]) {
    expect(attempt).toMatchObject({ status: 1, stdout: '' });
    expect(attempt.stderr).toContain('npm run build');
  }
});

test('a lazily imported part and a chunk of an earlier build', () => {
  writeFileSync(path.join(clone, 'src', 'part.ts'), 'export const part = "old part";');
  program('const { part } = await import("./part.ts"); console.log(part);');
  expect(start().stdout).toBe('old part\n');
  writeFileSync(path.join(clone, 'src', 'part.ts'), 'export const part = "new part";');
  expect(start().stdout).toBe('new part\n');
  const old = spawnSync('grep', ['-rl', 'old part', path.join(clone, 'dist')], { encoding: 'utf8' });
  expect(old.stdout).toBe('');
});

test('a signal reaches the program, which ends as it wants', async () => {
  program('process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); console.log("up");');
  const child = spawn(process.execPath, [script(), 'start', 'serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('starts at the same time build once and all run', async () => {
  const children = ['a', 'b', 'c'].map((name) => spawn(process.execPath, [script(), 'start', name]));
  const said = await Promise.all(children.map(collect));
  expect(said.map(({ stdout }) => stdout).sort()).toEqual(['["a"]\n', '["b"]\n', '["c"]\n']);
  expect(said.filter(({ stderr }) => stderr.includes('building'))).toHaveLength(1);
  expect(existsSync(path.join(clone, '.bootstrap', 'lock'))).toBe(false);
});

test('the lock of a process that died is taken over', () => {
  mkdirSync(path.join(clone, '.bootstrap'));
  const dead = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(path.join(clone, '.bootstrap', 'lock'), String(dead));
  expect(start('x').stdout).toBe('["x"]\n');
});

test('a verb it does not know', () => {
  const { status, stderr } = spawnSync(process.execPath, [script(), 'fly'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('start|test|build');
});

async function collect(child: ReturnType<typeof spawn>): Promise<{ stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  await once(child, 'close');
  return said;
}
