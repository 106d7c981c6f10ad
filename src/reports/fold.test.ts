import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PriceClassFacts, UsageCell } from '../ledger/ledger.ts';
import { loadPriceTable } from '../pricing/price-table.ts';
import { costOf, tokensOf, UsageFold } from './fold.ts';

const prices = loadPriceTable();
const plain = { fast: false, batch: false, us: false, context: 0 } as const;
const classes: PriceClassFacts[] = [
  { id: 1, model: 'claude-opus-5', ...plain },
  { id: 2, model: 'claude-opus-5', ...plain, fast: true },
  { id: 3, model: 'claude-3-haiku-20240307', ...plain },
  { id: 4, model: 'house-model', ...plain },
  { id: 5, model: '', ...plain },
];
const EPOCH = prices.epochs.length;

function cell(classId: number, changes: Partial<UsageCell> = {}): UsageCell {
  return {
    classId,
    epoch: EPOCH,
    turns: 1,
    unfinal: 0,
    input: 0,
    output: 0,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    webSearches: 0,
    ...changes,
  };
}
const foldOf = (cells: readonly UsageCell[]): UsageFold<string> =>
  new UsageFold<string>(classes, prices).addAll(cells, () => 'all');

test('classes of one model make one row of the breakdown, dearest model first', () => {
  const row = foldOf([cell(3, { input: 1_000_000 }), cell(1, { input: 100_000 }), cell(2, { input: 100_000 })]).row(
    'all',
    7,
  );
  expect(row.modelBreakdowns.map((m) => [m.modelName, m.inputTokens, m.cost, m.turns])).toEqual([
    ['claude-opus-5', 200_000, 1.5, 2],
    ['claude-3-haiku-20240307', 1_000_000, 0.25, 1],
  ]);
  expect(row.modelsUsed).toEqual(['claude-3-haiku-20240307', 'claude-opus-5']);
  expect(row).toMatchObject({ totalCost: 1.75, totalTokens: 1_200_000, sessions: 7, turns: 3 });
});

test('a total is rounded once, and is not the sum of rounded rows', () => {
  // A cache read of Haiku 5.5 by batch in the US is 5.5 nano-dollars.
  const fold = new UsageFold<number>([{ id: 1, model: 'claude-haiku-5-5', ...plain, batch: true, us: true }], prices);
  for (let i = 0; i < 1000; i++) fold.add(i, cell(1, { cacheRead: 1 }));
  const sumOfRows = Array.from({ length: 1000 }, (_, i) => fold.row(i, 1).totalCost).reduce((a, b) => a + b);
  const once = new UsageFold<number>([{ id: 1, model: 'claude-haiku-5-5', ...plain, batch: true, us: true }], prices);
  once.add(0, cell(1, { cacheRead: 1000 }));
  expect(costOf(fold.total())).toBe(costOf(once.total()));
  expect(costOf(fold.total())).not.toBe(sumOfRows);
});

test('tokens without a price are counted as such and cost nothing', () => {
  const fold = foldOf([cell(4, { output: 30, turns: 2 }), cell(1, { input: 1_000_000 }), cell(5, { input: 5 })]);
  expect(fold.row('all', 1)).toMatchObject({ unpricedTokens: 35, totalCost: 5, totalTokens: 1_000_035 });
  expect(fold.models().get('house-model')).toMatchObject({ unpricedTokens: 30, unpricedTurns: 2 });
  expect(fold.row('all', 1).modelBreakdowns.map((m) => [m.modelName, m.unpriced])).toEqual([
    ['claude-opus-5', false],
    ['house-model', true],
    ['unknown', true],
  ]);
});

test('a group that nothing was added to is a row of zeros', () => {
  expect(foldOf([]).row('none', 0)).toMatchObject({
    totalTokens: 0,
    totalCost: 0,
    modelsUsed: [],
    modelBreakdowns: [],
  });
});

test('a class that the ledger did not name is an error, not money lost', () => {
  expect(() => foldOf([cell(99, { input: 1 })])).toThrow(RangeError);
});

const count = fc.integer({ min: 0, max: 1_000_000_000 });
const anyCell = fc.record({
  classId: fc.constantFrom(1, 2, 3, 4),
  epoch: fc.integer({ min: 0, max: EPOCH }),
  turns: count,
  unfinal: count,
  input: count,
  output: count,
  cache5m: count,
  cache1h: count,
  cacheRead: count,
  webSearches: fc.nat(1000),
});

test('no order and no grouping changes a total', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyCell, fc.nat(5)), { maxLength: 40 }), fc.nat(), (cells, turn) => {
      const whole = foldOf(cells.map(([c]) => c));
      const grouped = new UsageFold<number>(classes, prices);
      const pivot = cells.length === 0 ? 0 : turn % cells.length;
      for (const [c, group] of [...cells.slice(pivot), ...cells.slice(0, pivot)]) grouped.add(group, c);
      expect(grouped.total()).toEqual(whole.total());
      expect(tokensOf(grouped.total())).toBe(tokensOf(whole.total()));
      expect(Object.fromEntries(grouped.models())).toEqual(Object.fromEntries(whole.models()));
    }),
  );
});
