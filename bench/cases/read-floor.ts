import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readFiles } from '../../src/ingest/read-files.ts';
import { parseSize } from '../generate.ts';
import { corpus, transcripts, warm } from '../harness/corpora.ts';
import { median, short, table } from '../harness/figures.ts';
import { alternate } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';

/** What the reading alone costs, from nothing but system calls up to our parser without a ledger. */
export function readFloor({ size, runs }: { size: string; runs: number }): Measured {
  const { root } = corpus({ bytes: parseSize(size), seed: 1 });
  warm(root);
  const paths = transcripts(root);
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const timed = (work: () => void) => (): number => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  };
  const measured = alternate(runs, {
    'readSync only': timed(() => eachBlock(paths, () => {})),
    'and find newlines': timed(() => eachBlock(paths, countLines)),
    'wc -l': timed(() =>
      execFileSync('xargs', ['-0', 'wc', '-l'], { input: paths.join('\0'), stdio: ['pipe', 'ignore', 'inherit'] }),
    ),
    'our parser': timed(() => parseAll(paths)),
  });
  const seconds = Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, median(list)]));
  const floor = seconds['readSync only']!;
  const rows = Object.entries(seconds).map(([name, s]) => [name, short(s), short(bytes / 1e9 / s)]);
  return {
    figures: {
      [`read-floor ${size}: parser / readSync`]: seconds['our parser']! / floor,
      [`read-floor ${size}: parser s`]: seconds['our parser']!,
    },
    text: `reading ${size}; medians of ${runs}\n${table(['', 's', 'GB/s'], rows)}`,
  };
}

function eachBlock(paths: readonly string[], seen: (block: Buffer) => void): void {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  for (const path of paths) {
    const file = openSync(path, 'r');
    for (let got = readSync(file, buffer); got > 0; got = readSync(file, buffer)) seen(buffer.subarray(0, got));
    closeSync(file);
  }
}

function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines += 1;
  return lines;
}

function parseAll(paths: readonly string[]): void {
  let rows = 0;
  readFiles(
    paths.map((path, fileId) => ({ path, fileId, source: 'claude-code' as const })),
    { batch: (batch) => void (rows += batch.count), done: () => {} },
  );
  if (rows === 0) throw new Error('the parser found no rows');
}
