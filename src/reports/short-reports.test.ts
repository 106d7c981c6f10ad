import { expect, test } from 'vitest';
import { statsReport } from '../contract/reports/stats.ts';
import { weekReport } from '../contract/reports/week.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { stats } from './stats.ts';
import { today } from './today.ts';
import { week } from './week.ts';

const dollar = { model: 'claude-opus-4-8', input: 200_000, output: 0 };
const context = contextOver([
  event({ ...dollar, at: '2026-11-22T09:00:00Z' }),
  event({ ...dollar, at: '2026-11-22T10:00:00Z', model: 'claude-haiku-4-5-20251001' }),
  event({ ...dollar, at: '2026-11-19T09:00:00Z', cwd: '/w/blog' }),
  event({ ...dollar, at: '2026-11-15T09:00:00Z', sessionId: 'old' }),
  event({ ...dollar, at: '2026-01-15T09:00:00Z', sessionId: 'old' }),
]);

test('today is the local day by model, whatever range is given', async () => {
  const report = await today(context, { since: '2026-01-01' });
  expect(report.today.map((m) => [m.model, m.totalCost])).toEqual([
    ['claude-opus-4-8', 1],
    ['claude-haiku-4-5-20251001', 0.2],
  ]);
  expect(report.meta).toMatchObject({ since: '2026-11-22', until: '2026-11-22' });
});

test('a week has seven days, also those without usage, and the same by model', async () => {
  const report = await week(context);
  expect(weekReport.parse(report)).toEqual(report);
  expect(report.week.map((d) => [d.period, d.turns])).toEqual([
    ['2026-11-16', 0],
    ['2026-11-17', 0],
    ['2026-11-18', 0],
    ['2026-11-19', 1],
    ['2026-11-20', 0],
    ['2026-11-21', 0],
    ['2026-11-22', 2],
  ]);
  expect(report.models.map((m) => [m.model, m.turns, m.sessions])).toEqual([
    ['claude-opus-4-8', 2, 1],
    ['claude-haiku-4-5-20251001', 1, 1],
  ]);
  expect((await week(context, { order: 'desc' })).week[0]!.period).toBe('2026-11-22');
});

test('stats are of all time, with the mean of the last thirty days', async () => {
  const report = await stats(context);
  expect(statsReport.parse(report)).toEqual(report);
  expect(report.stats).toEqual({
    firstDay: '2026-01-15',
    lastDay: '2026-11-22',
    activeDays: 4,
    projects: 2,
    machines: 1,
    last30Days: { cost: 3.2, tokens: 800_000, costPerDay: 0.106666667, tokensPerDay: 800_000 / 30 },
  });
  expect(report.projects.map((p) => [p.project, p.totalCost, p.lastActivity])).toEqual([
    ['work/shop', 3.2, '2026-11-22T10:00:00.000Z'],
    ['w/blog', 1, '2026-11-19T09:00:00.000Z'],
  ]);
  expect(report.totals).toMatchObject({ turns: 5, sessions: 2 });
});

test('stats of an empty ledger name no day', async () => {
  expect((await stats(contextOver([]))).stats).toMatchObject({ firstDay: null, lastDay: null, activeDays: 0 });
});
