import { expect, test } from 'vitest';
import { sessionShowReport } from '../contract/reports/session-show.ts';
import { toEpochMs, toNanoUsd } from '../contract/units.ts';
import type { SessionCostFacts } from '../ledger/ledger.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { addRuns } from './cost-state.ts';
import { sessionShow } from './session-show.ts';

function run(startMs: number, model: string, output: number): SessionCostFacts {
  return {
    startMs: toEpochMs(startMs),
    model,
    input: 10,
    output,
    cacheCreation: 0,
    cacheRead: 0,
    webSearches: 0,
    costNano: toNanoUsd(output * 1000),
  };
}
const outputs = (facts: readonly SessionCostFacts[]): [string, number][] =>
  [...addRuns(facts)].map(([model, told]) => [model, told.output]);

test('a later run that holds at least as much of everything carries the earlier on', () => {
  expect(outputs([run(1, 'opus', 100), run(2, 'opus', 150), run(2, 'haiku', 5)])).toEqual([
    ['opus', 150],
    ['haiku', 5],
  ]);
});

test('a later run that holds less of anything began at zero', () => {
  expect(outputs([run(2, 'opus', 40), run(1, 'opus', 100)])).toEqual([['opus', 140]]);
  expect(outputs([run(1, 'opus', 100), run(1, 'haiku', 7), run(2, 'opus', 150)])).toEqual([
    ['opus', 250],
    ['haiku', 7],
  ]);
});

test('a model with and without its context suffix is one', () => {
  expect(outputs([run(1, 'claude-opus-5[1m]', 3), run(1, 'claude-opus-5', 4)])).toEqual([['claude-opus-5', 7]]);
});

test('a session shows what Claude Code said of it, and what of that no line holds', async () => {
  const contents = {
    ...contentsOf([
      event({ at: '2026-11-20T10:00:00Z', sessionId: 's', model: 'claude-opus-5', input: 10, output: 300 }),
    ]),
    sessionCosts: { s: [run(1, 'claude-opus-5', 400_000), run(1, 'claude-haiku-4-5-20251001', 2000)] },
  };
  const report = await sessionShow(contextOver(contents), 's');
  expect(sessionShowReport.parse(report)).toEqual(report);
  // The turn: 10 x 5 + 300 x 25 dollars per million = 0.00755.
  expect(report.costState).toMatchObject({
    told: { outputTokens: 402_000, cost: 0.402 },
    notInTranscripts: { tokens: 402_020 - 310, cost: 0.39445 },
    models: [
      { model: 'claude-opus-5', cost: 0.4, transcriptTokens: 310, transcriptCost: 0.00755 },
      { model: 'claude-haiku-4-5-20251001', cost: 0.002, transcriptTokens: 0, transcriptCost: 0 },
    ],
  });
  expect(report.totals.totalCost).toBe(0.00755);
});

test('where Claude Code said nothing there is nothing to compare', async () => {
  const context = contextOver([event({ at: '2026-11-20T10:00:00Z', sessionId: 's' })]);
  expect((await sessionShow(context, 's')).costState).toBeNull();
});
