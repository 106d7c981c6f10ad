import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STACKS } from '../contract/reports/page.ts';
import { BUCKETS, seriesReport } from '../contract/reports/series.ts';
import { arbitraryContents, ZONES } from '../../test/support/arbitrary-contents.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { daily } from './daily.ts';
import { series } from './series.ts';

const turns = [
  event({ at: '2026-11-20T10:00:00Z', model: 'claude-opus-4-8', input: 1_000_000, output: 0 }),
  event({ at: '2026-11-22T10:00:00Z', model: 'claude-sonnet-5', input: 1_000_000, output: 0 }),
  event({ at: '2026-11-22T10:00:00Z', model: 'claude-haiku-4-5-20251001', input: 500_000, output: 0 }),
];

test('empty days are there, the dearest models first, what is left in one', async () => {
  const report = await series(contextOver(turns), { bucket: 'day', stack: 'model', limit: 1 });
  expect(seriesReport.parse(report)).toEqual(report);
  expect(report.series).toMatchObject({
    buckets: [{ key: '2026-11-20' }, { key: '2026-11-21' }, { key: '2026-11-22' }],
    stacks: [
      { id: 'claude-opus-4-8', slot: 0, cost: [5, 0, 0], totalCost: 5, totalTokens: 1_000_000 },
      { id: 'rest', name: '2 others', slot: -1, cost: [0, 0, 2.5], totalCost: 2.5, tokens: [0, 0, 1_500_000] },
    ],
    cost: [5, 0, 2.5],
    turns: [1, 0, 2],
  });
});

test('token classes keep their order, all of them', async () => {
  const { stacks } = (await series(contextOver(turns))).series;
  expect(stacks.map((s) => s.id)).toEqual([
    'cacheRead',
    'cacheWrite5m',
    'cacheWrite1h',
    'input',
    'output',
    'webSearch',
  ]);
});

test('projects and machines are named by what a filter takes', async () => {
  const stacks = async (stack: 'project' | 'machine'): Promise<unknown> =>
    (await series(contextOver(turns), { stack })).series.stacks.map((s) => [s.id, s.name]);
  expect(await stacks('project')).toEqual([['dir:work/shop', 'work/shop']]);
  expect(await stacks('machine')).toEqual([['1'.padStart(32, '0'), 'laptop']]);
});

test('an empty ledger has no buckets', async () => {
  expect((await series(contextOver([]))).series).toMatchObject({ bucket: 'day', buckets: [], stacks: [] });
});

test('whatever it is cut and stacked by, a series adds up to the totals', async () => {
  const cut = fc.record({
    bucket: fc.constantFrom(...BUCKETS),
    stack: fc.constantFrom(...STACKS),
    limit: fc.integer({ min: 1, max: 4 }),
    timezone: fc.constantFrom(...ZONES),
  });
  await fc.assert(
    fc.asyncProperty(arbitraryContents, cut, async (contents, query) => {
      const context = contextOver(contents);
      const { series: found } = seriesReport.parse(await series(context, query));
      const { totals } = await daily(context, { timezone: query.timezone });
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
      expect(sum(found.tokens)).toBe(totals.totalTokens);
      expect(sum(found.turns)).toBe(totals.turns);
      expect(sum(found.cost)).toBeCloseTo(totals.totalCost, 6);
      expect(sum(found.stacks.map((s) => s.totalTokens))).toBe(totals.totalTokens);
      expect(sum(found.stacks.map((s) => s.totalCost))).toBeCloseTo(totals.totalCost, 6);
    }),
    { numRuns: 25 },
  );
});
