import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskFolder } from './disk-folder.ts';
import { FolderUnavailable } from './folder.ts';
import { ignoredIn } from './ignored.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'claude-usage-ignored-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MACHINE = `m/${'a'.repeat(32)}`;
const HASH = '0123456789abcdef';
function put(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
}
const OURS = [
  'workspace.json',
  `${MACHINE}/card/1-${HASH}.json`,
  `${MACHINE}/man/12-${HASH}.json`,
  `${MACHINE}/hb/2026-11-22-${HASH}.json`,
  `${MACHINE}/seg/${HASH}/1-${HASH}.ndjson.gz`,
  `${MACHINE}/seg/${HASH}/p2-9-${HASH}.ndjson.gz`,
  `${MACHINE}/seg/${HASH}/.${HASH}.tmp`,
  `${MACHINE}/.stfolder/marker`,
];

test('a workspace of our own names holds nothing that is ignored', async () => {
  put(...OURS);
  expect(await ignoredIn(new DiskFolder(root))).toEqual({ count: 0, paths: [] });
});

test('conflict copies, capitals and foreign files are counted at every level, and the first are named', async () => {
  put(
    ...OURS,
    'workspace (conflicted copy).json',
    'm/README.md',
    `${MACHINE}/photos/x.jpg`,
    `${MACHINE}/card/1-${HASH.toUpperCase()}.json`,
    `${MACHINE}/seg/${HASH}/1-${HASH} 2.ndjson.gz`,
    `${MACHINE}/seg/other/1-${HASH}.ndjson.gz`,
  );
  const found = await ignoredIn(new DiskFolder(root));
  expect(found.count).toBe(6);
  expect(found.paths).toEqual([
    `m/README.md`,
    `${MACHINE}/card/1-${HASH.toUpperCase()}.json`,
    `${MACHINE}/photos`,
    `${MACHINE}/seg/${HASH}/1-${HASH} 2.ndjson.gz`,
    `${MACHINE}/seg/other`,
  ]);
});

test('a folder that cannot be read now is passed over', async () => {
  put(...OURS, `${MACHINE}/card/x`, 'y');
  const disk = new DiskFolder(root);
  const folder = Object.assign(Object.create(disk) as DiskFolder, {
    list: (path: string) => (path.endsWith('card') ? Promise.reject(new FolderUnavailable('EIO')) : disk.list(path)),
  });
  expect(await ignoredIn(folder)).toEqual({ count: 1, paths: ['y'] });
});
