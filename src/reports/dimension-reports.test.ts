import { expect, test } from 'vitest';
import { machinesReport } from '../contract/reports/machines.ts';
import { modelsReport } from '../contract/reports/models.ts';
import { projectsReport } from '../contract/reports/projects.ts';
import { sessionReport } from '../contract/reports/session.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { filterOptions } from './filter-options.ts';
import { machines } from './machines.ts';
import { models } from './models.ts';
import { projects } from './projects.ts';
import { session } from './session.ts';

const dollar = { model: 'claude-opus-4-8', input: 200_000, output: 0 };
const shared = event({ ...dollar, at: '2026-11-20T09:00:00Z', sessionId: 'both', cwd: '/w/shop' });
const files = (...events: (typeof shared)[]) => [{ bornMs: 0, events }];
const context = contextOver({
  ...contentsOf([], { both: 'Two places' }),
  machines: [
    { name: 'laptop', member: 'ana', team: 'web', files: files(shared) },
    {
      name: 'box',
      member: 'ben',
      team: 'web',
      files: files(
        { ...shared },
        event({ ...dollar, at: '2026-11-21T09:00:00Z', sessionId: 'both', cwd: '/w/blog', gitBranch: 'x' }),
        event({
          ...dollar,
          at: '2026-11-22T09:00:00Z',
          sessionId: 'other',
          cwd: '/w/blog',
          model: 'claude-haiku-4-5-20251001',
        }),
      ),
    },
  ],
});

test('a turn that two machines saw is one machine’s', async () => {
  const report = await machines(context);
  expect(machinesReport.parse(report)).toEqual(report);
  expect(report.machines.map((m) => [m.machine, m.member, m.turns, m.totalCost, m.sessions])).toEqual([
    ['box', 'ben', 2, 1.2, 2],
    ['laptop', 'ana', 1, 1, 1],
  ]);
  expect(report.totals).toMatchObject({ turns: 3, sessions: 2 });
});

test('a machine, member or team narrows every figure', async () => {
  const report = await models(context, { member: ['ana'], team: ['web'] });
  expect(report.totals).toMatchObject({ turns: 1, totalCost: 1 });
  expect(report.models.map((m) => m.model)).toEqual(['claude-opus-4-8']);
});

test('projects by cost, cheapest first when asked', async () => {
  const report = await projects(context, { order: 'asc' });
  expect(projectsReport.parse(report)).toEqual(report);
  expect(report.projects.map((p) => [p.project, p.totalCost])).toEqual([
    ['w/shop', 1],
    ['w/blog', 1.2],
  ]);
});

test('a session has the place of its first turn, and the figures of the range', async () => {
  const report = await session(context, { since: '2026-11-21' });
  expect(sessionReport.parse(report)).toEqual(report);
  expect(report.session).toMatchObject([
    {
      sessionId: 'both',
      title: 'Two places',
      project: 'w/shop',
      machine: 'laptop',
      turns: 1,
      firstActivity: '2026-11-20T09:00:00.000Z',
    },
    { sessionId: 'other', project: 'w/blog', machine: 'box', branch: 'main' },
  ]);
});

test('models by cost, with the sessions that used each', async () => {
  const report = await models(context);
  expect(modelsReport.parse(report)).toEqual(report);
  expect(report.models.map((m) => [m.model, m.sessions, m.unpriced])).toEqual([
    ['claude-opus-4-8', 1, false],
    ['claude-haiku-4-5-20251001', 1, false],
  ]);
});

test('the filter bar offers what there is, the most used first', async () => {
  const { filters } = await filterOptions(context, { timezone: 'Asia/Tokyo', machine: ['nobody'] });
  expect(filters.models.map((m) => [m.id, m.turns])).toEqual([
    ['claude-opus-4-8', 2],
    ['claude-haiku-4-5-20251001', 1],
  ]);
  expect(filters.projects.map((p) => [p.name, p.turns])).toEqual([
    ['w/blog', 2],
    ['w/shop', 1],
  ]);
  expect(filters.machines.map((m) => [m.name, m.turns, m.self])).toEqual([
    ['box', 2, false],
    ['laptop', 1, true],
  ]);
  expect(filters).toMatchObject({
    members: [
      { id: 'ben', name: 'ben', slot: -1, turns: 2 },
      { id: 'ana', turns: 1 },
    ],
    teams: [{ id: 'web', turns: 3 }],
    multiMachine: true,
    firstDay: '2026-11-20',
    lastDay: '2026-11-22',
    today: '2026-11-22',
  });
});
