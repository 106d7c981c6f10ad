import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recentSessionsReport, SESSION_SORTS } from '../contract/reports/recent-sessions.ts';
import { arbitraryContents } from '../../test/support/arbitrary-contents.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { recentSessions } from './recent-sessions.ts';

const context = contextOver([
  event({ at: '2026-11-20T10:00:00Z', sessionId: 'a', input: 5 }),
  event({ at: '2026-11-21T10:00:00Z', sessionId: 'b', input: 900 }),
  event({ at: '2026-11-22T10:00:00Z', sessionId: 'c', input: 50 }),
]);

test('newest first unless asked otherwise', async () => {
  const ids = async (query: Parameters<typeof recentSessions>[1]): Promise<string[]> =>
    (await recentSessions(context, query)).sessions.map((s) => s.sessionId);
  expect(await ids({})).toEqual(['c', 'b', 'a']);
  expect(await ids({ order: 'asc' })).toEqual(['a', 'b', 'c']);
  expect(await ids({ sort: 'tokens' })).toEqual(['b', 'c', 'a']);
  expect(await ids({ since: '2026-11-21', until: '2026-11-21' })).toEqual(['b']);
});

test('the total counts all pages; a row has no breakdown', async () => {
  const report = await recentSessions(context, { limit: 1, offset: 1 });
  expect(recentSessionsReport.parse(report)).toEqual(report);
  expect(report).toMatchObject({ total: 3, sessions: [{ sessionId: 'b', turns: 1 }] });
  expect(report.sessions[0]).not.toHaveProperty('modelBreakdowns');
});

test('pages in any order neither repeat nor skip a session', async () => {
  const query = fc.record({
    sort: fc.constantFrom(...SESSION_SORTS),
    order: fc.constantFrom('asc' as const, 'desc' as const),
  });
  await fc.assert(
    fc.asyncProperty(arbitraryContents, query, async (contents, asked) => {
      const over = contextOver(contents);
      const whole = await recentSessions(over, asked);
      const pages = await Promise.all([0, 2, 4].map((offset) => recentSessions(over, { ...asked, limit: 2, offset })));
      expect(pages.flatMap((p) => p.sessions)).toEqual(whole.sessions.slice(0, 6));
      expect(new Set(whole.sessions.map((s) => s.sessionId)).size).toBe(whole.total);
    }),
    { numRuns: 25 },
  );
});
