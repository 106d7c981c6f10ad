/** The older dashboards' document over several machines, held against the turns one by one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryMachines } from '../../../test/support/arbitrary-machines.ts';
import { NOW_MS } from '../../../test/support/arbitrary-contents.ts';
import { contentsOf, event } from '../../../test/support/event.ts';
import type { LedgerContents } from '../../../test/support/ledger-contents.ts';
import { MemoryLedger } from '../../../test/support/memory-ledger.ts';
import { loadPriceTable } from '../../pricing/price-table.ts';
import { exportRows } from '../export-rows.ts';
import type { ReportContext } from '../report-context.ts';
import { compatData } from './data.ts';

const contextOf = (contents: LedgerContents): ReportContext => ({
  reader: new MemoryLedger(contents),
  prices: loadPriceTable(),
  nowMs: NOW_MS,
  zone: 'UTC',
  version: 'test',
});

interface Figures {
  readonly turns: number;
  readonly tokens: number;
  readonly cost: number;
}
const add = (a: Figures, turns: number, tokens: number, cost: number): Figures => ({
  turns: a.turns + turns,
  tokens: a.tokens + tokens,
  cost: a.cost + cost,
});
const NOTHING: Figures = { turns: 0, tokens: 0, cost: 0 };

/** Turns added up by a name in their row. */
async function ofTurns(context: ReportContext, column: 'machineId' | 'sessionId'): Promise<Map<string, Figures>> {
  const sums = new Map<string, Figures>();
  for await (const row of exportRows(context, 'turns', {})) {
    const key = String(row[column]);
    sums.set(key, add(sums.get(key) ?? NOTHING, 1, Number(row['totalTokens']), Number(row['cost'])));
  }
  return sums;
}

type Row = Awaited<ReturnType<typeof compatData>>['by_machine'][number];
const figuresOf = (row: Omit<Row, 'sessions' | 'machine_id' | 'machine_uid'>): Figures =>
  add(NOTHING, row.turns, row.input + row.output + row.cache_read + row.cache_creation + row.cache_1h, row.cost);
function expectFigures(found: Figures, expected: Figures | undefined): void {
  expect({ turns: found.turns, tokens: found.tokens }).toEqual({ turns: expected?.turns, tokens: expected?.tokens });
  expect(found.cost).toBeCloseTo(expected!.cost, 7);
}

test('each machine and each session has the figures of its turns, money included, for any machines', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryMachines, async (contents) => {
      const context = contextOf(contents);
      const data = await compatData(context);
      const byMachine = await ofTurns(context, 'machineId');
      expect(data.by_machine.map((row) => row.machine_uid).toSorted()).toEqual([...byMachine.keys()].toSorted());
      for (const row of data.by_machine) expectFigures(figuresOf(row), byMachine.get(row.machine_uid));
      const bySession = await ofTurns(context, 'sessionId');
      expect(data.sessions_all).toHaveLength(bySession.size);
      for (const row of data.sessions_all) expectFigures(figuresOf(row), bySession.get(row.session_id_full));
      expect(new Set(data.all_machines)).toEqual(new Set(data.by_machine.map((row) => row.machine_id)));
    }),
    { numRuns: 40 },
  );
});

const turn = (at: string, id: string, more: object = {}) =>
  event({ at, key: id, sessionId: 'resumed', model: 'claude-opus-4-8', input: 1000, output: 100, ...more });

test('a session resumed elsewhere: its turns count for the machine that made each, in cost too; it counts on both', async () => {
  const shared = turn('2026-11-20T10:00:00Z', 'a');
  const contents = {
    ...contentsOf([]),
    machines: [
      { name: 'laptop', files: [{ bornMs: 0, events: [shared] }] },
      {
        name: 'desktop',
        files: [{ bornMs: 5, events: [shared, turn('2026-11-21T10:00:00Z', 'b', { input: 3000, output: 0 })] }],
      },
    ],
  };
  const data = await compatData(contextOf(contents));
  expect(data.by_machine).toEqual([
    expect.objectContaining({ machine_id: 'desktop', sessions: 1, turns: 1, input: 3000, output: 0, cost: 0.015 }),
    expect.objectContaining({ machine_id: 'laptop', sessions: 1, turns: 1, input: 1000, output: 100, cost: 0.0075 }),
  ]);
  expect(data.all_machines).toEqual(['desktop', 'laptop']);
  expect(data.sessions_all).toEqual([
    expect.objectContaining({ session_id_full: 'resumed', turns: 2, input: 4000, output: 100, cost: 0.0225 }),
  ]);
});

test('what the figures miss is said with them', async () => {
  const silent = { name: 'desktop', lastHeardMs: NOW_MS - 9 * 86_400_000, files: [] };
  const odd = turn('2026-11-21T10:00:00Z', 'c', { model: 'house-model' });
  const contents = { ...contentsOf([odd]), machines: [...contentsOf([odd]).machines, silent] };
  const { coverage } = await compatData(contextOf(contents));
  expect(coverage).toMatchObject({
    silentMachines: [{ machine: 'desktop' }],
    unpricedModels: [{ model: 'house-model', turns: 1, tokens: 1100 }],
  });
});
