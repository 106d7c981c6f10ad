import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { byCodeUnit, realFolders, walk } from './walk.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, text = 'x'): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const RULES = { file: (name: string) => name.endsWith('.jsonl'), folder: (name: string) => name !== 'skipped' };
const paths = (): string[] =>
  walk(root, RULES, 'claude-code')
    .files.map((f) => f.path.slice(root.length + 1))
    .sort();

test('takes the files that the rules take, at any depth, and enters no other folder', () => {
  put('a.jsonl');
  put('b/c/d.jsonl');
  put('b/notes.txt');
  put('skipped/e.jsonl');
  expect(paths()).toEqual(['a.jsonl', 'b/c/d.jsonl']);
});

test('follows no link, neither to a file nor round a loop', () => {
  put('b/a.jsonl');
  symlinkSync(join(root, 'b/a.jsonl'), join(root, 'link.jsonl'));
  symlinkSync(root, join(root, 'b/loop'));
  expect(paths()).toEqual(['b/a.jsonl']);
});

test('says of each file what tells whether it changed', () => {
  put('a.jsonl', 'four');
  const [file] = walk(root, RULES, 'cowork').files;
  expect(file).toMatchObject({ source: 'cowork', size: 4 });
  expect(Math.min(file!.mtimeMs, file!.ctimeMs, file!.ino, file!.bornMs)).toBeGreaterThan(0);
});

test('a root that is missing is empty and no problem', () => {
  expect(walk(join(root, 'none'), RULES, 'claude-code')).toEqual({ files: [], problems: [] });
});

test('folders under two names are one, missing ones are none', () => {
  mkdirSync(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'other'));
  expect(realFolders([join(root, 'other'), join(root, 'real'), join(root, 'none')])).toEqual([join(root, 'real')]);
});

test('names sort by code unit, whatever the locale says', () => {
  expect(['b', 'a', 'B', 'ä', 'Z'].toSorted(byCodeUnit)).toEqual(['B', 'Z', 'a', 'b', 'ä']);
});
