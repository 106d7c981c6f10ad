import { expect, test } from 'vitest';
import { findBreaches } from '../../scripts/checks/law/breaches.mjs';

/** Breaches in a tree of these modules; every target that is not among them is there. */
const breaches = (modules: Record<string, string>) => findBreaches(new Map(Object.entries(modules)), () => true);
const one = (file: string, text: string) => breaches({ [file]: text }).length;

test('a layer imports what is below it', () => {
  expect(one('src/ingest/scan.ts', "import { openLedger } from '../ledger/open-ledger.ts';")).toBe(0);
  expect(one('src/ledger/ledger.ts', "import { scan } from '../ingest/scan.ts';")).toBe(1);
  expect(one('src/sources/source.ts', "import { rates } from '../pricing/rates.ts';")).toBe(1);
});

test('types, re-exports and lazy imports count', () => {
  expect(one('src/lib/zone.ts', "import type { Cli } from '../cli/cli.ts';")).toBe(1);
  expect(one('src/lib/zone.ts', "export type { Cli } from '../cli/cli.ts';")).toBe(1);
  expect(one('src/lib/zone.ts', "export * from '../cli/cli.ts';")).toBe(1);
  expect(one('src/lib/zone.ts', "const cli = await import('../cli/cli.ts');")).toBe(1);
  expect(one('src/lib/zone.ts', "export type Cli = import('../cli/cli.ts').Cli;")).toBe(1);
  expect(one('src/lib/zone.ts', 'const text = "import(\'../cli/cli.ts\')";')).toBe(0);
});

test('reports see the reader only', () => {
  expect(one('src/reports/daily.ts', "import type { LedgerReader } from '../ledger/ledger.ts';")).toBe(0);
  expect(one('src/reports/daily.ts', "import type { Tables } from '../ledger/schema.ts';")).toBe(1);
});

test('a driver is named in the dialect and in tests only', () => {
  const text = "import Database from 'better-sqlite3';";
  expect(one('src/ledger/dialect/sqlite.ts', text)).toBe(0);
  expect(one('src/ledger/reader/facts.test.ts', text)).toBe(0);
  expect(one('src/ledger/reader/facts.ts', text)).toBe(1);
  expect(one('src/cli/program.ts', "import { sql } from 'kysely/dialect';")).toBe(1);
});

test('the contract is pure and the page sees nothing else', () => {
  expect(one('src/contract/units.ts', "import { z } from 'zod';")).toBe(0);
  expect(one('src/contract/units.ts', "import fs from 'node:fs';")).toBe(1);
  expect(one('web/src/main.tsx', "import { units } from '../../src/contract/units.ts';")).toBe(0);
  expect(one('web/src/main.tsx', "import { zone } from '../../src/lib/zone.ts';")).toBe(1);
  expect(one('web/src/main.tsx', "import path from 'node:path';")).toBe(1);
});

test('cycles, of types too, and files that are not there', () => {
  const knot = { 'src/lib/a.ts': "import type { B } from './b.ts';", 'src/lib/b.ts': "export * from './a.ts';" };
  expect(breaches(knot)).toEqual(['cycle: src/lib/a.ts → src/lib/b.ts → src/lib/a.ts']);
  const lost = findBreaches(new Map([['src/lib/a.ts', "\nimport './gone.ts';"]]), () => false);
  expect(lost).toEqual(['src/lib/a.ts:2: ./gone.ts: there is no such file']);
});
