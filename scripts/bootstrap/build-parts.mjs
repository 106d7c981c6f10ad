/** What is built from what. A part is fresh while its inputs are those of its last build and its product exists. */
import fs from 'node:fs';
import path from 'node:path';
import { filesUnder, hashFiles, hashStats, readJson, writeJson } from './fingerprint.mjs';

const COMMON = [
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/licences.mjs',
  'scripts/start-up.mjs',
];

/** Parts of this clone; the page only once it exists. */
export function buildParts(root) {
  const program = { name: 'program', product: 'dist/main.js', inputs: [...COMMON, 'src'] };
  const page = { name: 'page', product: 'dist/web/index.html', inputs: [...COMMON, 'web', 'src/contract'] };
  return fs.existsSync(path.join(root, 'web', 'vite.config.ts')) ? [program, page] : [program];
}

/** Change times first, contents only when those differ, as after a checkout. */
export function isFresh(root, part) {
  const stamp = readJson(stampFile(root, part));
  if (stamp === undefined || !fs.existsSync(path.join(root, part.product))) return false;
  const files = filesUnder(root, part.inputs);
  const stats = hashStats(root, files);
  if (stamp.stats === stats) return true;
  if (stamp.contents !== hashFiles(root, files)) return false;
  writeJson(stampFile(root, part), { ...stamp, stats });
  return true;
}

/** The state to give to `markBuilt`, taken before the build so that an edit during it is not lost. */
export function inputState(root, part) {
  const files = filesUnder(root, part.inputs);
  return { stats: hashStats(root, files), contents: hashFiles(root, files) };
}

export function markBuilt(root, part, state) {
  writeJson(stampFile(root, part), state);
}

export function markStale(root, part) {
  fs.rmSync(stampFile(root, part), { force: true });
}

const stampFile = (root, part) => path.join(root, '.bootstrap', `built-${part.name}.json`);
