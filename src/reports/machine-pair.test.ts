import fc from 'fast-check';
import { expect, test } from 'vitest';
import { machinePairReport } from '../contract/reports/machine-pair.ts';
import type { UsageEvent } from '../contract/usage-event.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { machinePair } from './machine-pair.ts';
import { summary } from './summary.ts';

const at = '2026-11-20T09:00:00Z';
const OPUS = { at, model: 'claude-opus-4-8', input: 200_000, output: 0 };
const files = (...events: UsageEvent[]) => [{ bornMs: 0, events }];
const contents = {
  ...contentsOf([]),
  machines: [
    { name: 'laptop', member: 'ana', files: files(event({ ...OPUS, cacheRead: 600_000 }), event({ ...OPUS })) },
    {
      name: 'box',
      files: files(event({ ...OPUS, model: 'house-model', input: 50 }), event({ ...OPUS, output: 4000 })),
    },
    { name: 'idle', files: [] },
  ],
};
const context = contextOver(contents);

test('both sides, and what the left one has more', async () => {
  const report = await machinePair(context, { left: 'laptop', right: 'box' });
  expect(machinePairReport.parse(report)).toEqual(report);
  const { pair } = report;
  // Opus 4.8 per million: input 5, output 25, read 0.5.
  expect(pair.cost).toEqual({ left: 2.3, right: 1.1, difference: 1.2 });
  expect(pair.tokens).toEqual({ left: 1_000_000, right: 204_050, difference: 795_950 });
  expect(pair.cacheHitRate).toEqual({ left: 0.6, right: 0, difference: 0.6 });
  expect(pair.costPerTurn).toEqual({ left: 1.15, right: 0.55, difference: 0.6 });
  expect(pair.models).toMatchObject([
    { model: 'claude-opus-4-8', cost: { left: 2.3, right: 1.1 }, costShare: { left: 1, right: 1 }, unpriced: false },
    { model: 'house-model', cost: { left: 0, right: 0 }, tokens: { left: 0, right: 50 }, unpriced: true },
  ]);
  expect(pair.classes.find((c) => c.class === 'output')?.cost).toEqual({ left: 0, right: 0.1, difference: -0.1 });
});

test('day by day the left one comes first, whoever used more', async () => {
  const { series } = (await machinePair(context, { left: 'box', right: 'laptop', bucket: 'day' })).pair;
  expect(series.stacks.map((s) => [s.name, s.totalCost])).toEqual([
    ['box', 1.1],
    ['laptop', 2.3],
  ]);
});

test('a machine that the filters leave out has no figures, and is named so', async () => {
  const { pair } = await machinePair(context, { left: 'laptop', right: 'box', member: ['ana'] });
  expect([pair.left.leftOut, pair.right.leftOut]).toEqual([false, true]);
  expect(pair.cost).toEqual({ left: 2.3, right: 0, difference: 2.3 });
  const { pair: none } = await machinePair(context, { left: 'laptop', right: 'box', machine: ['idle'] });
  expect([none.left.leftOut, none.right.leftOut, none.cost.left, none.cost.right]).toEqual([true, true, 0, 0]);
  expect(none.series.cost.every((cost) => cost === 0)).toBe(true);
});

test('a machine beside itself differs in nothing, and an unknown one is named', async () => {
  const { pair } = await machinePair(context, { left: 'box', right: 'box' });
  expect(pair.series.stacks.map((s) => s.name)).toEqual(['box']);
  expect([pair.cost, pair.turns]).toEqual([
    { left: 1.1, right: 1.1, difference: 0 },
    { left: 2, right: 2, difference: 0 },
  ]);
  await expect(machinePair(context, { left: 'box', right: 'boxx' })).rejects.toMatchObject({ code: 'usage' });
});

test('each side is the summary of its machine alone; classes and models add up to it', async () => {
  const turn = fc.record({
    machine: fc.nat({ max: 2 }),
    model: fc.constantFrom('claude-opus-4-8', 'claude-haiku-4-5-20251001', 'house-model'),
    input: fc.nat({ max: 9999 }),
    cacheRead: fc.nat({ max: 9999 }),
    day: fc.integer({ min: 10, max: 22 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 20 }), async (turns) => {
      const some = contextOver({
        ...contents,
        machines: contents.machines.map((m, i) => ({
          ...m,
          files: files(
            ...turns.flatMap(({ machine, day, ...t }, n) =>
              machine === i ? [event({ ...t, output: 1, key: `k${n}`, at: `2026-11-${day}T10:00:00Z` })] : [],
            ),
          ),
        })),
      });
      const { pair } = await machinePair(some, { left: 'laptop', right: 'idle', range: '7d' });
      for (const side of ['left', 'right'] as const) {
        const alone = await summary(some, { range: '7d', machine: [pair[side].machineId] });
        expect(pair[side].totals).toEqual(alone.totals);
        expect(pair.cacheHitRate[side]).toBe(alone.summary.cacheHitRate.value);
        for (const rows of [pair.classes, pair.models])
          expect(rows.reduce((sum, row) => sum + row.tokens[side], 0)).toBe(alone.totals.totalTokens);
        expect(pair.classes.map((c) => c.cost[side])).toEqual(alone.summary.split.map((c) => c.cost));
      }
    }),
    { numRuns: 40 },
  );
});
