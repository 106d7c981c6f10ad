import { expect, test } from 'vitest';
import { rankedReport } from '../contract/reports/ranked.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { ranked } from './ranked.ts';

const at = '2026-11-20T10:00:00Z';
const context = contextOver([
  event({ at, cwd: '/w/a', model: 'claude-opus-4-8', input: 1_000_000, output: 0, sessionId: 's1' }),
  event({ at, cwd: '/w/a', model: 'claude-opus-4-8', input: 0, output: 0, sessionId: 's2' }),
  event({ at: '2026-11-22T10:00:00Z', cwd: '/w/b', model: 'claude-haiku-4-5-20251001', input: 4_000_000, output: 0 }),
  event({ at, cwd: '/w/c', model: 'claude-haiku-4-5-20251001', input: 1_000_000, output: 0 }),
  event({ at, cwd: '/w/d', model: 'house-model', input: 500, output: 0 }),
]);

test('the dearest first, with their shares, their sessions and a spark; the others as one', async () => {
  const report = await ranked(context, { by: 'project', limit: 2 });
  expect(rankedReport.parse(report)).toEqual(report);
  expect(report.ranked.rows).toMatchObject([
    { id: 'dir:w/a', name: 'w/a', cost: 5, costShare: 0.5, sessions: 2, turns: 2, spark: [5, 0, 0] },
    { id: 'dir:w/b', name: 'w/b', cost: 4, costShare: 0.4, sessions: 1, spark: [0, 0, 4] },
  ]);
  expect(report.ranked.rest).toMatchObject({ rows: 2, cost: 1, costShare: 0.1, tokens: 1_000_500 });
});

test('by tokens the order is another, and an unpriced model is in it', async () => {
  const { rows, rest } = (await ranked(context, { by: 'model', sort: 'tokens' })).ranked;
  expect(rows.map((r) => [r.id, r.tokens, r.unpricedTokens])).toEqual([
    ['claude-haiku-4-5-20251001', 5_000_000, 0],
    ['claude-opus-4-8', 1_000_000, 0],
    ['house-model', 500, 500],
  ]);
  expect(rest).toBeNull();
});

test('a colour stays with its project, whatever is filtered', async () => {
  const slot = async (project: string[]): Promise<number> =>
    (await ranked(context, { by: 'project', project })).ranked.rows.find((r) => r.id === 'dir:w/b')!.slot;
  expect(await slot(['w/b'])).toBe(await slot([]));
});

test('nothing is ranked in an empty ledger', async () => {
  expect((await ranked(contextOver([]), { by: 'machine' })).ranked).toMatchObject({ rows: [], rest: null });
});
