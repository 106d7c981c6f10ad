import { expect, test } from 'vitest';
import type { FilterInput } from '../contract/filters.ts';
import { formatLocalDay } from '../contract/units.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { openScope } from './report-scope.ts';
import { session } from './session.ts';

const at = '2026-11-20T10:00:00Z';
const contents = contentsOf(
  [
    event({ at, sessionId: 'aaaa-1', cwd: '/w/shop', model: 'claude-opus-5' }),
    event({ at, sessionId: 'aaaa-1', cwd: '/w/shop', model: 'claude-haiku-5-5' }),
    event({ at, sessionId: 'bbbb-2', cwd: '/w/blog', model: 'claude-sonnet-5', gitBranch: 'fix/opus-typo' }),
    event({ at, sessionId: 'cccc-3', cwd: '/w/blog', model: 'claude-sonnet-5' }),
  ],
  { 'cccc-3': 'Sort the Shop' },
);

test.each<[string, string[]]>([
  ['shop', ['aaaa-1', 'cccc-3']],
  ['OPUS', ['aaaa-1', 'bbbb-2']],
  ['haiku', ['aaaa-1']],
  ['bbbb', ['bbbb-2']],
  [' blog ', ['bbbb-2', 'cccc-3']],
  ['nowhere', []],
  ['', ['aaaa-1', 'bbbb-2', 'cccc-3']],
])('the text %j finds whole sessions by id, title, branch, project or model', async (q, found) => {
  const report = await session(contextOver(contents), { q });
  expect(report.session.map((s) => s.sessionId)).toEqual(found);
  expect(report.totals.sessions).toBe(found.length);
});

test('a text that finds a session by one of its models counts its other models too', async () => {
  const report = await session(contextOver(contents), { q: 'haiku' });
  expect(report.session[0]!.modelsUsed).toEqual(['claude-haiku-5-5', 'claude-opus-5']);
});

test('a text and a model together mean both', async () => {
  const report = await session(contextOver(contents), { q: 'shop', model: ['claude-opus-5'] });
  expect(report.session.map((s) => [s.sessionId, s.turns])).toEqual([['aaaa-1', 1]]);
});

test('today is the day of the zone asked for', async () => {
  const today = async (input: FilterInput): Promise<string> =>
    formatLocalDay((await openScope(contextOver([], { now: '2026-11-22T23:30:00Z' }), input)).today);
  expect(await today({})).toBe('2026-11-22');
  expect(await today({ timezone: 'Asia/Kolkata' })).toBe('2026-11-23');
});

test('an unknown zone is wrong usage', async () => {
  await expect(openScope(contextOver([]), { timezone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'usage' });
});
