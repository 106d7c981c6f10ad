import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootTotals } from '../corpus/totals.ts';
import { generateCorpus, type CorpusFacts, type CorpusOptions } from '../corpus/generate-corpus.ts';

export interface CachedCorpus {
  /** A transcript root, for CLAUDE_CONFIG_DIR. */
  readonly root: string;
  readonly truth: RootTotals;
  readonly facts: CorpusFacts;
}

/** Where corpora are kept from run to run: CLAUDE_USAGE_BENCH_DIR, else a folder in the temporary one. */
export const benchDir = (): string => process.env['CLAUDE_USAGE_BENCH_DIR'] ?? join(tmpdir(), 'claude-usage-bench');

/** The corpus of these options, generated when it is not there or the generator has changed. */
export function corpus(options: Omit<CorpusOptions, 'out'>): CachedCorpus {
  const root = join(benchDir(), `corpus-${digest(options)}`);
  if (!existsSync(root)) {
    const unfinished = `${root}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    console.error(`generating a corpus of ${options.bytes / 1e6} MB`);
    generateCorpus({ ...options, out: unfinished });
    renameSync(unfinished, root);
  }
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));
  return { root, truth: read('truth.json') as RootTotals, facts: read('facts.json') as CorpusFacts };
}

/** Brings every byte of a corpus into the page cache. */
export function warm(root: string): void {
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (const path of transcripts(root)) {
    const file = openSync(path, 'r');
    while (readSync(file, buffer) > 0);
    closeSync(file);
  }
}

export function transcripts(root: string): string[] {
  return readdirSync(join(root, 'projects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function digest(options: object): string {
  const hash = createHash('sha256').update(JSON.stringify(options));
  const folder = join(import.meta.dirname, '../corpus');
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.test.ts')) hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
