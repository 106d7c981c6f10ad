import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summaryReport } from '../contract/reports/summary.ts';
import { arbitraryContents } from '../../test/support/arbitrary-contents.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { summary } from './summary.ts';

const dollar = { model: 'claude-opus-4-8', input: 200_000, output: 0 };

test('a figure stands beside the same one of the previous period', async () => {
  const turns = [
    event({ ...dollar, at: '2026-11-22T09:00:00Z', sessionId: 'a' }),
    event({ ...dollar, at: '2026-11-16T09:00:00Z', sessionId: 'b' }),
    event({ ...dollar, at: '2026-11-16T10:00:00Z', sessionId: 'b' }),
    event({ ...dollar, at: '2026-11-15T09:00:00Z', sessionId: 'c' }),
    event({ ...dollar, at: '2026-11-09T09:00:00Z', sessionId: 'c' }),
    event({ ...dollar, at: '2026-11-08T09:00:00Z', sessionId: 'd' }),
  ];
  const report = await summary(contextOver(turns), { range: '7d' });
  expect(summaryReport.parse(report)).toEqual(report);
  expect(report.summary).toMatchObject({
    since: '2026-11-16',
    until: '2026-11-22',
    previousSince: '2026-11-09',
    previousUntil: '2026-11-15',
    activeDays: 2,
    cost: { value: 3, previous: 2, change: 0.5, spark: [2, 0, 0, 0, 0, 0, 1] },
    turns: { value: 3, previous: 2 },
    sessions: { value: 2, previous: 1, change: 1, spark: [1, 0, 0, 0, 0, 0, 1] },
  });
});

test('there is no change against a time before the ledger, nor of all time', async () => {
  const context = contextOver([event({ ...dollar, at: '2026-11-22T09:00:00Z' })]);
  expect((await summary(context, { range: 'today' })).summary.cost).toMatchObject({ previous: null, change: null });
  const all = (await summary(context)).summary;
  expect(all).toMatchObject({
    since: '2026-11-22',
    until: '2026-11-22',
    previousSince: null,
    cost: { previous: null },
  });
});

test('one day is shown by its hours', async () => {
  const context = contextOver([event({ ...dollar, at: '2026-11-22T09:30:00Z' })]);
  const { sparkBuckets, cost, sessions } = (await summary(context, { range: 'today' })).summary;
  expect(sparkBuckets).toHaveLength(24);
  expect(sparkBuckets[9]).toBe('2026-11-22T09');
  expect([cost.spark[9], sessions.spark[9], cost.spark[8]]).toEqual([1, 1, 0]);
});

test('an empty ledger has a summary of nothing', async () => {
  const report = await summary(contextOver([]));
  expect(summaryReport.parse(report).summary).toMatchObject({
    since: null,
    until: null,
    sparkBuckets: [],
    activeDays: 0,
  });
});

test('the cache hit rate is what was read of all that was sent', async () => {
  const turn = event({ at: '2026-11-22T09:30:00Z', input: 10, cache5m: 20, cache1h: 30, cacheRead: 140, output: 999 });
  expect((await summary(contextOver([turn]))).summary.cacheHitRate.value).toBe(0.7);
});

test('the classes add up to the whole', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryContents, async (contents) => {
      const report = await summary(contextOver(contents));
      const { split, cost, tokens, turns } = summaryReport.parse(report).summary;
      expect(split.reduce((sum, s) => sum + s.tokens, 0)).toBe(tokens.value);
      expect(split.reduce((sum, s) => sum + s.cost, 0)).toBeCloseTo(cost.value, 7);
      expect(turns.spark.reduce((a, b) => a + b, 0)).toBe(turns.value);
      expect(report.totals).toMatchObject({ totalTokens: tokens.value, totalCost: cost.value });
    }),
    { numRuns: 25 },
  );
});
