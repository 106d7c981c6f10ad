import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import config from '../../vitest.config.ts';

const root = path.resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());

/** Put together here so that this file does not name them. */
const FOLDERS = ['wt', 'main', 'shared', '.library'].map((name) => ['', 'work', name, ''].join('/'));
const HOSTS = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['deb', 'debian', 'org'],
  ['pypi', 'org'],
];
const FORBIDDEN = [
  ...HOSTS.map((labels) => new RegExp(labels.join('\\.'))),
  ...[...FOLDERS, `/${'root'}/`].map((folder) => new RegExp(`(^|[^\\w.-])${folder.replaceAll('.', '\\.')}`)),
];

test('no tracked file names a package registry or a path of the machine it was written on', () => {
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return FORBIDDEN.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern.source}`);
  });
  expect(found).toEqual([]);
});

test('installed packages and built files are no part of the tree', () => {
  const folders = /^(node_modules|dist|coverage|\.bootstrap)(\/|$)/;
  expect(files.filter((file) => folders.test(file))).toEqual([]);
  const links = execFileSync('git', ['ls-files', '-s'], { cwd: root, encoding: 'utf8' }).split('\n');
  expect(links.filter((line) => line.startsWith('120000'))).toEqual([]);
});

test('every dependency is named with one exact version, the lock’s', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, object>;
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
    for (const [name, version] of Object.entries(manifest[field] ?? {})) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  }
});

test('every test file belongs to one project of the test run', () => {
  const projects = (config.test?.projects ?? []) as readonly { test: { include: string[] } }[];
  // The Postgres tests run on more than one server.
  const globs = [...new Set(projects.flatMap(({ test: { include } }) => include))];
  const homes = (file: string): number => globs.filter((glob) => path.matchesGlob(file, glob)).length;
  expect(files.filter((file) => /\.test\.tsx?$/.test(file) && homes(file) !== 1)).toEqual([]);
});
