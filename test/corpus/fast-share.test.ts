/** How many assistant lines the fast parser takes, and that both parsers agree on every real line there is. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClaudeCodeParser } from '../../src/sources/claude-code/parser.ts';
import { FileScanner } from '../../src/sources/jsonl/scan-file.ts';
import { discoverAll } from '../../src/sources/registry.ts';
import { collector, type Parsed } from '../support/parse-text.ts';

const root = path.join(import.meta.dirname, '..', '..');
const own = path.join(root, 'test', 'corpus', 'own', 'transcripts');
const shared = path.join(root, '..', 'shared', 'corpus', 'transcripts');
const corpora = [own, ...(existsSync(shared) ? [shared] : [])].map((folder) => [path.relative(root, folder), folder]);

function read(folder: string, fast: boolean): Parsed {
  const { writer, parsed } = collector();
  const parser = new ClaudeCodeParser(writer, { fast });
  const scanner = new FileScanner();
  const at = { env: {}, home: '/nowhere', platform: process.platform, projectsDirs: [folder] };
  discoverAll(at).files.forEach((file, fileId) => scanner.scan({ path: file.path, fileId }, parser, writer));
  writer.flush();
  return parsed;
}

describe.each(corpora)('%s', (_, folder) => {
  const [fast, slow] = [read(folder ?? '', true), read(folder ?? '', false)];

  test('both parsers say the same', () => {
    expect(fast.rows.length).toBeGreaterThan(50);
    const said = ({ rows, titles, limits, costStates, problems }: Parsed): object => ({
      rows,
      titles,
      limits,
      costStates,
      problems,
    });
    expect(said(fast)).toEqual(said(slow));
  });

  /** The own corpus is made of oddities; real transcripts are not. */
  test('most assistant lines go the fast way', () => {
    const share = fast.fastLines / (fast.fastLines + fast.slowLines);
    expect(share).toBeGreaterThan(folder === own ? 0.75 : 0.95);
  });
});
