/** Finds the Chromium that the browser tests drive; on a Debian machine, as root, it installs one. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/snap/bin/chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const HINT = `The browser tests need Chromium. Install it (Debian: apt-get install chromium, macOS: brew install --cask chromium)
or name one: CLAUDE_USAGE_CHROMIUM=/path/to/chromium npm test`;

/** What finding and installing depends on; tests bring their own. */
const HERE = {
  env: process.env,
  places: PLACES,
  mayInstall: process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get'),
};

/** Path of a Chromium, or undefined. `CLAUDE_USAGE_CHROMIUM` wins, then the path, then the usual places. */
export function findChromium({ env, places } = HERE) {
  const folders = (env.PATH ?? '').split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const named = env.CLAUDE_USAGE_CHROMIUM;
  return (named ? [named] : [...onPath, ...places]).find((file) => fs.existsSync(file));
}

/**
 * Path of a Chromium, installed if need be and allowed. One that was named and is not there is never replaced.
 * @throws Error with the command to run.
 */
export function ensureChromium(here = HERE) {
  const found = findChromium(here);
  if (found !== undefined) return found;
  if (here.env.CLAUDE_USAGE_CHROMIUM) throw new Error(`There is no ${here.env.CLAUDE_USAGE_CHROMIUM}.\n${HINT}`);
  if (!here.mayInstall) throw new Error(HINT);
  process.stdout.write('installing Chromium with apt-get …\n');
  apt(here, 'update', '-qq');
  apt(here, 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
  const installed = findChromium(here);
  if (installed === undefined) throw new Error(HINT);
  return installed;
}

function apt(here, ...args) {
  const env = { ...here.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] };
  const { status, error, stdout, stderr } = spawnSync('apt-get', args, options);
  if (status === 0) return;
  throw new Error(`${error?.message ?? `${stdout}${stderr}`}\napt-get ${args.join(' ')} failed.\n${HINT}`);
}
