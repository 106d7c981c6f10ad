import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FilterInput } from '../../src/contract/filters.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { arbitraryContents, NOW_MS } from '../support/arbitrary-contents.ts';
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

    test('every report equals that of the naive ledger, for any turns, zone, range and filter', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryContents, fc.nat(), async (arbitrary, seed) => {
          const contents = untold.contents(arbitrary);
          const oracle = new MemoryLedger(contents);
          const ledger = await makeLedger(contents);
          try {
            for (const filter of await filtersFor(oracle, seed)) await compareAll(ledger, oracle, filter, untold);
          } finally {
            await ledger.close();
          }
        }),
        { numRuns, interruptAfterTimeLimit: 60_000 },
      );
    }, 120_000);
  });
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
  const arbitrary = arbitraryFilter({
    models: (await oracle.priceClasses()).map((c) => c.model).filter((m) => m !== ''),
    projects: (await oracle.projects()).map((p) => p.key),
    machines: (await oracle.machines()).map((m) => m.name),
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
