import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FilterInput } from '../../src/contract/filters.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { arbitraryContents, NOW_MS } from '../support/arbitrary-contents.ts';
import { arbitraryMachines } from '../support/arbitrary-machines.ts';
import { arbitraryFilter } from '../support/arbitrary-filter.ts';
import type { LedgerContents } from '../support/ledger-contents.ts';
import type { LedgerFactory } from '../support/ledger-factory.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { everyReport, type ReportName } from './every-report.ts';
import { registerExampleTests } from './register-example-tests.ts';

function contextOf(reader: LedgerReader): ReportContext {
  return { reader, prices: loadPriceTable(), nowMs: NOW_MS, zone: 'UTC', version: 'test' };
}

/** What a store never hears of, because a machine does not tell it: both sides are compared without it. */
export interface Untold {
  readonly contents: (contents: LedgerContents) => LedgerContents;
  /** Names of figures in reports. */
  readonly figures: readonly string[];
}
const NOTHING: Untold = { contents: (contents) => contents, figures: [] };

/** Every report of any ledger, whatever it keeps its turns in, equals the same report of the naive one. */
export function registerReportTests(name: string, makeLedger: LedgerFactory, untold = NOTHING, numRuns = 30): void {
  describe(name, () => {
    registerExampleTests(makeLedger);
    test(
      'every report equals that of the naive ledger, for any turns, zone, range and filter',
      () => everyReportAgrees(arbitraryContents, makeLedger, untold, numRuns),
      120_000,
    );
  });
}

/** The same of what several machines told each other: filters by machine, member and team, renamed, merged, retired. */
export function registerMachineTests(name: string, makeLedger: LedgerFactory, untold: Untold, numRuns = 20): void {
  test(
    `${name}: every report over several machines equals that of the naive ledger`,
    () => everyReportAgrees(arbitraryMachines, makeLedger, untold, numRuns),
    120_000,
  );
}

function everyReportAgrees(
  contents: fc.Arbitrary<LedgerContents>,
  makeLedger: LedgerFactory,
  untold: Untold,
  numRuns: number,
): Promise<void> {
  const agrees = async (arbitrary: LedgerContents, seed: number): Promise<void> => {
    const told = untold.contents(arbitrary);
    const oracle = new MemoryLedger(told);
    const ledger = await makeLedger(told);
    try {
      for (const filter of await filtersFor(oracle, seed)) await compareAll(ledger, oracle, filter, untold);
    } finally {
      await ledger.close();
    }
  };
  const property = fc.asyncProperty(contents, fc.nat(), agrees);
  return fc.assert(property, { numRuns, interruptAfterTimeLimit: 60_000 });
}

async function compareAll(
  ledger: LedgerReader,
  oracle: LedgerReader,
  filter: FilterInput,
  untold: Untold,
): Promise<void> {
  for (const report of Object.keys(everyReport) as ReportName[]) {
    const [expected, found] = [await ask(oracle, report, filter, untold), await ask(ledger, report, filter, untold)];
    expect(found, `${report} ${JSON.stringify(filter)}`).toEqual(expected);
  }
}

async function filtersFor(oracle: LedgerReader, seed: number): Promise<FilterInput[]> {
  const machines = await oracle.machines();
  const arbitrary = arbitraryFilter({
    models: (await oracle.priceClasses()).map((c) => c.model).filter((m) => m !== ''),
    projects: (await oracle.projects()).map((p) => p.key),
    machines: machines.flatMap((m) => [m.name, ...m.formerUids]),
    members: machines.map((m) => m.member).filter((m) => m !== ''),
    teams: machines.map((m) => m.team).filter((t) => t !== ''),
  });
  return fc.sample(arbitrary, { seed, numRuns: 3 });
}

async function ask(reader: LedgerReader, report: ReportName, filter: FilterInput, untold: Untold): Promise<unknown> {
  const answer = await everyReport[report](contextOf(reader), filter);
  return JSON.parse(
    JSON.stringify(answer, (key, value) => (untold.figures.includes(key) ? undefined : withoutLocalNames(key, value))),
  ) as unknown;
}

/** Uids of machines, revisions and colour slots are each ledger's own. */
function withoutLocalNames(key: string, value: unknown): unknown {
  if (key === 'revision' || key === 'slot') return undefined;
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value) ? 'a machine' : value;
}
