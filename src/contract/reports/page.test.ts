import { expect, test } from 'vitest';
import { rankedQuery } from './ranked.ts';
import { recentSessionsQuery } from './recent-sessions.ts';
import { seriesQuery } from './series.ts';

test('a query as it comes from an address is completed with defaults', () => {
  expect(seriesQuery.parse({ range: '7d', model: 'claude-opus-4-6' })).toEqual({
    range: '7d',
    model: ['claude-opus-4-6'],
    hour: [],
    machine: [],
    member: [],
    team: [],
    project: [],
    stack: 'class',
    limit: 8,
  });
  expect(recentSessionsQuery.parse({ limit: '20', offset: '40' })).toMatchObject({
    limit: 20,
    offset: 40,
    sort: 'lastActivity',
    order: 'desc',
  });
});

test('what no report can answer is refused', () => {
  expect(rankedQuery.safeParse({}).success).toBe(false);
  expect(rankedQuery.safeParse({ by: 'project', limit: '100000' }).success).toBe(false);
  expect(seriesQuery.safeParse({ stack: 'colour' }).success).toBe(false);
  expect(recentSessionsQuery.safeParse({ offset: '-1' }).success).toBe(false);
});
