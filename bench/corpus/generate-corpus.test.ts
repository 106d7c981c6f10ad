import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ccusageBinary } from '../peers.ts';
import { generateCorpus } from './generate-corpus.ts';
import { differences, referenceTotals } from './reference.ts';

const base = mkdtempSync(join(tmpdir(), 'generate-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.each([1, 2, 3])('what the generator meant is what the brute-force reference reads, seed %i', (seed) => {
  const out = join(base, `truth-${seed}`);
  const { truth, facts } = generateCorpus({ out, bytes: 4_000_000, seed });
  expect(differences(referenceTotals([out]), truth)).toEqual([]);
  expect(facts.bytes).toBeGreaterThan(4_000_000);
  expect(truth.usageLines).toBeGreaterThan(truth.turns);
});

test('the same seed gives the same bytes, another seed others', () => {
  const digests = [7, 7, 8].map((seed, i) => {
    const out = join(base, `same-${i}`);
    generateCorpus({ out, bytes: 1_000_000, seed });
    return digest(out);
  });
  expect(digests[1]).toBe(digests[0]);
  expect(digests[2]).not.toBe(digests[0]);
});

test('ccusage agrees on every token of a corpus whose copies it counts as we do', () => {
  const out = join(base, 'peer');
  const { truth } = generateCorpus({ out, bytes: 8_000_000, seed: 5, nestedCopies: false });
  const home = mkdtempSync(join(base, 'home-'));
  const env = { PATH: process.env['PATH'], HOME: home, XDG_CONFIG_HOME: home, CLAUDE_CONFIG_DIR: out };
  const printed = execFileSync(ccusageBinary(), ['daily', '--json', '--offline', '--timezone', 'UTC'], {
    env,
    encoding: 'utf8',
  });
  const { totals } = JSON.parse(printed) as { totals: Record<string, number> };
  expect([
    totals['inputTokens'],
    totals['outputTokens'],
    totals['cacheCreationTokens'],
    totals['cacheReadTokens'],
  ]).toEqual([truth.inputTokens, truth.outputTokens, truth.cacheCreationTokens, truth.cacheReadTokens]);
});

function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name).slice(folder.length) < join(b.parentPath, b.name).slice(folder.length) ? -1 : 1,
  )) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}
