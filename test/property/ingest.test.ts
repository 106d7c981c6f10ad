import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scan } from '../../src/ingest/scan.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { dumpLedger } from '../support/dump-ledger.ts';
import { type CorpusFile, ownCorpusFiles, surroundingsOf } from '../support/own-corpus.ts';
import { TempHome } from '../support/temp-home.ts';

const FILES = ownCorpusFiles();
const NOW = Date.UTC(2026, 10, 22);

/** Files as they grow on disk. Each keeps its own old modification time, so that who was there first is the same in every run. */
class Growing {
  readonly #folder: string;
  readonly #files: readonly CorpusFile[];
  readonly #written: number[];
  constructor(folder: string, files: readonly CorpusFile[]) {
    this.#folder = folder;
    this.#files = files;
    this.#written = files.map(() => -1);
  }
  /** Appends up to `share` of what is left of a file (1: all of it), at any byte. */
  grow(index: number, share: number): void {
    const file = this.#files[index];
    if (!file) return;
    const path = join(this.#folder, file.path);
    const from = Math.max(0, this.#written[index] ?? 0);
    const to = from + Math.ceil((file.bytes.length - from) * share);
    if (this.#written[index] === -1) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
    }
    appendFileSync(path, file.bytes.subarray(from, to));
    this.#written[index] = to;
    this.#date(path, index);
  }
  rewrite(index: number): void {
    const file = this.#files[index];
    if (!file || this.#written[index] === -1) return;
    const path = join(this.#folder, file.path);
    writeFileSync(path, file.bytes.subarray(0, this.#written[index]));
    this.#date(path, index);
  }
  finish(): void {
    this.#files.forEach((_, i) => this.grow(i, 1));
  }
  #date(path: string, index: number): void {
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000);
    utimesSync(path, at, at);
  }
}

async function scanOnce(folder: string, ledgerPath: string, threadFromBytes?: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await using ledger = await openLedger(ledgerPath, { machineName: 'm', zone: 'Europe/Berlin' });
  await scan(ledger, {
    surroundings: surroundingsOf(folder),
    nowMs: NOW,
    ...(threadFromBytes === undefined ? {} : { threadFromBytes }),
  });
  expect(ledger.verify().ok).toBe(true);
}

async function dumpAtOnce(threadFromBytes?: number): Promise<string[]> {
  using home = new TempHome();
  const folder = home.path('roots');
  new Growing(folder, FILES).finish();
  await scanOnce(folder, home.ledger, threadFromBytes);
  return dumpLedger(home.ledger);
}

type Step = { kind: 'grow' | 'rewrite'; file: number; share: number } | { kind: 'scan' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('grow' as const),
      file: fc.nat(FILES.length - 1),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rewrite' as const),
      file: fc.nat(FILES.length - 1),
      share: fc.constant(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('scan' as const) }) },
);

test('any cut of the files into growing prefixes, in any order, with scans between, gives the same ledger', async () => {
  const whole = await dumpAtOnce();
  expect(whole.length).toBeGreaterThan(100);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      using home = new TempHome();
      const folder = home.path('roots');
      const growing = new Growing(folder, FILES);
      for (const s of steps) {
        if (s.kind === 'scan') await scanOnce(folder, home.ledger);
        else if (s.kind === 'grow') growing.grow(s.file, s.share);
        else growing.rewrite(s.file);
      }
      growing.finish();
      await scanOnce(folder, home.ledger);
      expect(dumpLedger(home.ledger)).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('a second thread reads the same ledger', async () => {
  expect(await dumpAtOnce(0)).toEqual(await dumpAtOnce());
});
