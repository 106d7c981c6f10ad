/**
 * `npm start` and `npm test` from a fresh clone: installs and builds only what changed, brings its own Node where the
 * machine's is too old, then runs. Dependency-free, and plain enough for Node 18. Speaks on standard error only.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './bootstrap/build-step.mjs';
import { ensureInstalled } from './bootstrap/install-step.mjs';
import { StepFailed } from './bootstrap/run.mjs';
import { ensureRuntime } from './bootstrap/runtime-step.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Oldest Node that the program runs on; tests also need `.ts` files run as they are, on since 22.18. */
const OLDEST = { start: [22, 13], build: [22, 13], test: [22, 18] };

async function main([verb, ...args]) {
  if (!Object.hasOwn(OLDEST, verb ?? '')) {
    process.stderr.write('usage: node scripts/bootstrap.mjs start|test|build [arguments]\n');
    return 2;
  }
  await ensureInstalled(root);
  const node = await ensureRuntime(root, OLDEST[verb]);
  if (verb === 'test') return run(node, [path.join(root, 'scripts', 'test.mjs'), ...args]);
  await ensureBuilt(root, node);
  if (verb === 'build') return 0;
  return start(node, args.length > 0 ? args : ['dashboard']);
}

/** In this very process where its Node will do: no second start-up, and signals need no forwarding. */
async function start(node, args) {
  const entry = path.join(root, 'bin', 'claude-usage.js');
  if (node !== process.execPath) return run(node, [entry, ...args]);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
  return undefined;
}

/** Runs a child on this terminal. Resolves to its exit code; a death by signal is repeated on this process. */
function run(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit' });
    // A terminal sends ^C to both; a supervisor signals only this process. A second signal to the child is harmless.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal === null) return resolve(code ?? 1);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  process.stderr.write(`${error instanceof StepFailed ? error.message : String(error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
