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

/** Path of a Chromium, or undefined. `CLAUDE_USAGE_CHROMIUM` wins, then the path, then the usual places. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const named = process.env.CLAUDE_USAGE_CHROMIUM;
  return (named ? [named] : [...onPath, ...PLACES]).find((file) => fs.existsSync(file));
}

/**
 * Path of a Chromium, installed if need be and allowed.
 * @throws Error with the command to run.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (!mayInstall()) throw new Error(HINT);
  process.stdout.write('installing Chromium with apt-get …\n');
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  const installed = findChromium();
  if (installed === undefined) throw new Error(HINT);
  return installed;
}

function mayInstall() {
  return !process.env.CLAUDE_USAGE_CHROMIUM && process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}\napt-get ${args.join(' ')} failed.\n${HINT}`);
}
