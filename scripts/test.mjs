/**
 * All checks, in the order of their cost, each under its heading with its time; a failed one does not hide the next.
 * `npm test -- vitest typecheck` runs only the steps named. The last line is `N passed, N failed`: tests and other
 * checks together.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'claude-usage-test-'));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const script = (name, ...args) => [process.execPath, path.join(root, 'scripts', name), ...args];
const vitest = (step, ...projects) => [
  process.execPath,
  path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportOf(step)}`,
  ...projects.flatMap((name) => ['--project', name]),
];
/** Test projects besides the given ones, which need the built program. */
const otherProjects = (...built) => {
  const config = fs.readFileSync(path.join(root, 'vitest.config.ts'), 'utf8');
  const names = [...config.matchAll(/project\('(\w+)'/g)].map((match) => match[1]);
  return names.filter((name) => !built.includes(name));
};
const reportOf = (step) => path.join(scratch, `${step}.json`);

const STEPS = {
  lockfile: () => [script('lockfile.mjs', '--check')],
  typecheck: () => [
    [bin('tsc'), '-p', 'tsconfig.json'],
    [bin('tsc'), '-p', 'web/tsconfig.json'],
    [bin('tsc'), '-p', 'test/e2e/browser/tsconfig.json'],
  ],
  lint: () => [[bin('oxlint'), '--type-aware', '--deny-warnings']],
  format: () => [[bin('prettier'), '--check', '--log-level=warn', '.']],
  dependencies: () => [script('checks/dependency-law.mjs')],
  unused: () => [[bin('knip')]],
  papers: () => [script('papers.ts', '--check')],
  sizes: () => [script('checks/size-law.mjs')],
  vitest: () => [vitest('vitest', ...otherProjects('corpus', 'e2e', 'browser', 'older', 'pooled'))],
  servers: () => [[...vitest('servers', 'older', 'pooled'), '--maxWorkers=2']],
  build: () => [script('build.mjs')],
  program: () => [vitest('program', 'corpus', 'e2e')],
  browser: () => {
    process.env.CLAUDE_USAGE_CHROMIUM = ensureChromium();
    return [vitest('browser', 'browser')];
  },
};

/** What runs only where the environment names the programs it needs, as `.ci/run` does. */
const ONLY_IN_CI = {
  servers: {
    needs: ['TEST_PG_OLDER_BIN', 'TEST_PG_POOLER'],
    what: 'the Postgres tests on Debian’s PostgreSQL 15 and through pgbouncer',
  },
};

const started = performance.now();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(STEPS, name));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}. Steps: ${Object.keys(STEPS).join(' ')}\n`);
  process.exit(2);
}
const leftOut = wanted.length === 0 ? Object.keys(ONLY_IN_CI).filter((name) => !isPrepared(name)) : [];
const chosen = Object.keys(STEPS).filter((name) => wanted.length === 0 || wanted.includes(name));
const results = [];
for (const name of chosen.filter((each) => !leftOut.includes(each))) results.push(await runStep(name));
fs.rmSync(scratch, { recursive: true, force: true });
report(results);

/** One variable is enough to want the step: it then fails for want of the others. */
function isPrepared(name) {
  return ONLY_IN_CI[name].needs.some((key) => process.env[key]);
}

async function runStep(name) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(72 - name.length)}\n`);
  const start = performance.now();
  let ok = true;
  try {
    const missing = (ONLY_IN_CI[name]?.needs ?? []).filter((key) => !process.env[key]);
    if (missing.length > 0)
      throw new Error(`set ${missing.join(' and ')}, or run .ci/run, which installs what it needs`);
    for (const command of STEPS[name]()) ok = (await run(command)) && ok;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    ok = false;
  }
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${ok ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
  return { name, ok, seconds, ...countOf(name, ok) };
}

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: environment() });
    child.once('error', (error) => {
      process.stdout.write(`${command}: ${error.message}\n`);
      resolve(false);
    });
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** The Node in use comes first for every child, and no home, configuration or database of this machine reaches a test. */
function environment() {
  const env = { ...process.env, HOME: path.join(scratch, 'home') };
  env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${env.PATH ?? ''}`;
  for (const key of Object.keys(env)) if (/^(CLAUDE_(?!USAGE_CHROMIUM)|PG[A-Z])/.test(key)) delete env[key];
  return env;
}

/** Tests of a vitest run; any other step, or a run that ended before it could tell, counts as one. */
function countOf(name, ok) {
  if (!fs.existsSync(reportOf(name))) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(fs.readFileSync(reportOf(name), 'utf8'));
  return { passed: numPassedTests, failed: Math.max(numFailedTests, ok ? 0 : 1) };
}

function report(all) {
  const total = (key) => all.reduce((sum, result) => sum + result[key], 0);
  process.stdout.write(`\n── total ${'─'.repeat(67)}\n`);
  for (const { name, ok, seconds } of all) {
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s\n`);
  }
  for (const name of leftOut) {
    process.stdout.write(`left out: ${ONLY_IN_CI[name].what}; .ci/run installs and runs them\n`);
  }
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0)} s in all\n`);
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`);
  process.exitCode = all.every(({ ok }) => ok) ? 0 : 1;
}
