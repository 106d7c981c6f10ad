import { expect, test } from 'vitest';
import { sessionShowReport } from '../contract/reports/session-show.ts';
import { RANK } from '../contract/usage-event.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { sessionShow } from './session-show.ts';

const turn = { sessionId: 'abcd-1', model: 'claude-opus-4-8', output: 0 };
const agent = { ...turn, rank: RANK.sidechain, agentId: 'a1' };
const contents = contentsOf(
  [
    event({ ...turn, at: '2026-11-20T10:02:00Z', input: 200_000, tool: 'Bash' }),
    event({ ...turn, at: '2026-11-20T10:00:00Z', input: 100_000, tool: 'Bash,Edit' }),
    event({ ...agent, at: '2026-11-20T10:01:00Z', input: 400_000 }),
    event({ ...agent, at: '2026-11-20T10:03:00Z', input: 400_000, model: 'house-model', final: false }),
    event({ at: '2026-11-20T10:00:00Z', sessionId: 'abff-2' }),
  ],
  { 'abcd-1': 'Mend the till' },
);

test('a session turn by turn: the cost as it grew, the tools, the sub-agents', async () => {
  const report = await sessionShow(contextOver(contents), 'abcd');
  expect(sessionShowReport.parse(report)).toEqual(report);
  expect(report.session).toMatchObject({ sessionId: 'abcd-1', title: 'Mend the till', turns: 4, totalCost: 3.5 });
  expect(report.turns.map((t) => [t.cost, t.cumulatedCost, t.unpriced, t.sidechain])).toEqual([
    [0.5, 0.5, false, false],
    [2, 2.5, false, true],
    [1, 3.5, false, false],
    [0, 3.5, true, true],
  ]);
  expect(report.tools).toEqual([
    { tool: 'Bash', turns: 2, tokens: 300_000, cost: 1.5 },
    { tool: 'Edit', turns: 1, tokens: 100_000, cost: 0.5 },
  ]);
  expect(report.agents).toEqual([
    {
      agentId: 'a1',
      turns: 2,
      tokens: 800_000,
      cost: 2,
      firstActivity: '2026-11-20T10:01:00.000Z',
      lastActivity: '2026-11-20T10:03:00.000Z',
    },
  ]);
  expect(report.totals).toMatchObject({ sessions: 1, turns: 4, totalCost: 3.5, unpricedTokens: 400_000 });
  expect(report.coverage.unfinalTurns).toBe(1);
});

test.each(['ab', 'zz', ''])('the id %j names no single session', async (id) => {
  await expect(sessionShow(contextOver(contents), id)).rejects.toMatchObject({ code: 'not-found' });
});
