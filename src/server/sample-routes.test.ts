import { expect, test } from 'vitest';
import { serverApp } from '../../test/support/server-app.ts';
import { REPORT_ROUTES } from '../contract/routes.ts';
import { dailyReport } from '../contract/reports/daily.ts';

const get = (app: ReturnType<typeof serverApp>, path: string): Promise<Response> => Promise.resolve(app.request(path));

test('a sample answers with made-up figures of several machines, and the ledger is as it was', async () => {
  const app = serverApp();
  const before = await (await get(app, '/api/v1/daily')).text();
  const sample = dailyReport.parse(await (await get(app, '/sample/api/v1/daily?range=30d')).json());
  expect(sample.totals.turns).toBeGreaterThan(100);
  expect(sample.totals.unpricedTokens).toBe(0);
  expect(sample.coverage.silentMachines).toEqual([]);
  const filters = (await (await get(app, '/sample/api/v1/filters')).json()) as { filters: { multiMachine: boolean } };
  expect(filters.filters.multiMachine).toBe(true);
  expect(JSON.parse(await (await get(app, '/api/v1/daily')).text())).toMatchObject({
    daily: (JSON.parse(before) as { daily: unknown }).daily,
  });
});

test('every report has its sample', async () => {
  const app = serverApp();
  const recent = (await (await get(app, '/sample/api/v1/recent-sessions')).json()) as Recent;
  const queries: Readonly<Record<string, string>> = {
    '/api/v1/ranked': '?by=project',
    '/api/v1/session/show': `?id=${recent.sessions[0]?.sessionId}`,
    '/api/v1/machine-pair': '?left=laptop&right=desktop',
  };
  for (const route of Object.values(REPORT_ROUTES)) {
    const query = queries[route.path] ?? '';
    expect((await get(app, `/sample${route.path}${query}`)).status, route.path).toBe(200);
  }
});
interface Recent {
  readonly sessions: readonly { readonly sessionId: string }[];
}

test('a wrong question is refused as elsewhere, and nothing but reports has a sample', async () => {
  const app = serverApp();
  expect((await get(app, '/sample/api/v1/daily?since=yesterday')).status).toBe(400);
  expect((await get(app, '/sample/api/v1/nothing')).status).toBe(404);
  expect((await get(app, '/sample/api/data')).status).toBe(404);
  expect((await app.request('/sample/api/v1/daily', { method: 'POST' })).status).toBeGreaterThanOrEqual(400);
});
