import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { checkExpected } from '../../../bench/corpus/reference.ts';
import { ownCorpus } from './build/write.ts';

const base = import.meta.dirname;

test('expected.json is what the brute-force reference finds in the committed transcripts', () => {
  const found = checkExpected(join(base, 'expected.json'));
  expect([...found.keys()]).toContain('(all roots together)');
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...found.keys()].map((root) => [root, []])));
});

test('the committed transcripts are what build/write.ts writes', () => {
  const root = join(base, 'transcripts');
  const committed = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const built = new Map(
    Object.entries(ownCorpus()).flatMap(([name, files]) =>
      Object.entries(files).map(([path, text]) => [`${name}/${path}`, text] as const),
    ),
  );
  expect(committed.sort()).toEqual([...built.keys()].sort());
  for (const [path, text] of built) expect(readFileSync(join(root, path)).equals(Buffer.from(text)), path).toBe(true);
});
