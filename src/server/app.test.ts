import { expect, test } from 'vitest';
import { errorBody } from '../contract/error-body.ts';
import { healthReport } from '../contract/reports/health.ts';
import { statusReport } from '../contract/reports/status.ts';
import { REPORT_ROUTES, ROUTES } from '../contract/routes.ts';
import type { ReportName } from '../contract/routes.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { MemoryLedger } from '../../test/support/memory-ledger.ts';
import { CONTENTS, HOSTILE, serverApp, TOKEN } from '../../test/support/server-app.ts';
import { CONTENT_SECURITY_POLICY } from './security-headers.ts';

const SESSION = '0a1b2c3d-0000-4000-8000-000000000001';
/** What a route needs beyond its filters. */
const NEEDED: Partial<Record<ReportName, string>> = {
  'session/show': `?id=${SESSION}`,
  ranked: '?by=project',
  'machine-pair': `?left=laptop&right=${'2'.padStart(32, '0')}`,
};
const NAMES = Object.keys(REPORT_ROUTES) as ReportName[];
const GETS = Object.values(ROUTES).filter((route) => route.method === 'GET' && route.path !== '/api/v1/events');

test.each(NAMES)('/api/v1/%s answers what its contract says', async (name) => {
  const response = await serverApp().request(`/api/v1/${name}${NEEDED[name] ?? ''}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const body: unknown = await response.json();
  expect(REPORT_ROUTES[name].body.json.parse(body)).toEqual(body);
});

test.each(NAMES)('/api/v1/%s refuses a parameter that it does not know, and names it', async (name) => {
  const response = await serverApp().request(`/api/v1/${name}?machin=laptop`);
  expect(response.status).toBe(400);
  const { error } = errorBody.parse(await response.json());
  expect(error.code).toBe('usage');
  expect(error.message).toContain('machin');
});

test.each([
  ['since=2026-02-30', 'since'],
  ['range=fortnight', 'range'],
  ['timezone=Mars/Olympus', 'Mars/Olympus'],
  ['machine=', 'machine'],
  ['since=2026-11-01&since=2026-11-02', 'since'],
  ['order=up', 'order'],
  ['__proto__=x', '__proto__'],
])('?%s is wrong, and the message says where', async (query, named) => {
  const response = await serverApp().request(`/api/v1/daily?${query}`);
  expect(response.status).toBe(400);
  expect(errorBody.parse(await response.json()).error.message).toContain(named);
});

test('filters reach the report', async () => {
  const { request } = serverApp();
  const tokensOf = async (query: string): Promise<number> =>
    ((await (await request(`/api/v1/daily${query}`)).json()) as { totals: { totalTokens: number } }).totals.totalTokens;
  expect(await tokensOf('')).toBe(4 * 6000);
  expect(await tokensOf('?machine=laptop')).toBe(3 * 6000);
  expect(await tokensOf('?model=claude-haiku-4-5&model=claude-opus-4-7')).toBe(3 * 6000);
  expect(await tokensOf('?range=today')).toBe(3 * 6000);
  expect(await tokensOf('?since=20261121&until=2026-11-21')).toBe(6000);
});

test.each(GETS.map((route) => route.path))('%s carries every guard header, right or wrong', async (path) => {
  const { request } = serverApp();
  for (const response of [await request(path), await request(path, { headers: { host: 'evil.example' } })]) {
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('the policy allows nothing inline and nothing from elsewhere', () => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
});

test.each(Object.values(ROUTES).map((route) => [route.method, route.path] as const))(
  '%s %s refuses every other method',
  async (method, path) => {
    const { request, change } = serverApp();
    for (const other of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await request(path, { method: other })).status).toBe(405);
    const wrong = method === 'POST' ? await request(path) : await change(path);
    expect(wrong.status).toBe(405);
    expect(errorBody.parse(await wrong.json()).error.code).toBe('method-not-allowed');
    expect(wrong.headers.get('allow')).toBe(method === 'POST' ? 'POST' : 'GET, HEAD');
  },
);

test('an unknown address is a JSON error for a program', async () => {
  const response = await serverApp().request('/api/v1/nothing');
  expect(response.status).toBe(404);
  expect(errorBody.parse(await response.json()).error.code).toBe('not-found');
});

test('an unknown session is not found', async () => {
  const { request } = serverApp();
  expect((await request('/api/v1/session/show?id=nothing')).status).toBe(404);
  expect((await request('/api/v1/session/show')).status).toBe(400);
});

test('a defect shows no stack and no detail to the client, and all of it to the log', async () => {
  const reader = new MemoryLedger(CONTENTS) as LedgerReader;
  reader.usage = () => Promise.reject(new Error('SELECT secret FROM turn'));
  const { request, logged } = serverApp({ reader });
  const response = await request('/api/v1/daily');
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(errorBody.parse(JSON.parse(text)).error.code).toBe('internal');
  expect(text).not.toMatch(/SELECT|secret|\.ts/);
  expect(logged).toEqual([expect.objectContaining({ message: 'SELECT secret FROM turn' })]);
});

test('hostile names stay data: JSON with its own type, no header of theirs, nothing that a browser would run', async () => {
  const { request } = serverApp();
  for (const path of ['/api/v1/session', '/api/v1/machines', '/api/v1/projects', '/api/v1/models', '/api/v1/filters']) {
    const response = await request(path);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('set-cookie')).toBeNull();
    const text = await response.text();
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
  }
  const echoed = await request(`/api/v1/daily?project=${encodeURIComponent(HOSTILE)}`);
  expect(echoed.status).toBe(400);
  expect(errorBody.parse(await echoed.json()).error.code).toBe('usage');
});

test('status says what was read, health whether it is well', async () => {
  const { request } = serverApp();
  const status = statusReport.parse(await (await request('/api/v1/status')).json()).status;
  expect(status).toMatchObject({
    version: '1.2.3',
    timezone: 'Europe/Berlin',
    turns: 4,
    sessions: 3,
    scanning: false,
    lastScan: null,
  });
  expect(status.roots).toEqual([{ path: '/home/u/.claude', found: true, transcripts: 2 }]);
  const health = healthReport.parse(await (await request('/api/health')).json());
  expect(health).toMatchObject({ status: 'ok', db_path: 'memory', turns: 4, sessions: 3, scan: { failure: null } });
});

test('a ledger that does not answer is unhealthy, and says why', async () => {
  const reader = new MemoryLedger(CONTENTS) as LedgerReader;
  reader.stats = () => Promise.reject(new Error('disk I/O error'));
  const response = await serverApp({ reader }).request('/api/health');
  expect(response.status).toBe(500);
  expect(healthReport.parse(await response.json())).toMatchObject({ status: 'error', error: 'disk I/O error' });
});

test('rescan is additive unless asked to read everything, and tells what it found', async () => {
  const { change, scans, scanner } = serverApp();
  const response = await change('/api/rescan');
  expect(await response.json()).toEqual(scanner.report);
  expect((await change('/api/rescan?full=1')).status).toBe(200);
  expect((await change('/api/rescan?full=0')).status).toBe(200);
  expect((await change('/api/rescan?full=maybe')).status).toBe(400);
  expect(scans).toEqual([{ full: false }, { full: true }, { full: false }]);
});

test('no change happens without the token', async () => {
  const { request, scans } = serverApp();
  const response = await request('/api/rescan', { method: 'POST', headers: { origin: 'http://127.0.0.1:8080' } });
  expect(response.status).toBe(403);
  expect(await response.text()).not.toContain(TOKEN);
  expect(scans).toEqual([]);
});

test('a failed scan is an error to who asked and shown in health', async () => {
  const { change, request, scanner } = serverApp();
  scanner.fail = new Error('disk full');
  expect((await change('/api/rescan')).status).toBe(500);
  const health = healthReport.parse(await (await request('/api/health')).json());
  expect(health.scan.failure?.message).toBe('disk full');
  expect(health.status).toBe('ok');
});

test('the event stream starts with the state of things', async () => {
  const { request, events } = serverApp();
  const response = await request('/api/v1/events');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.getReader();
  let text = '';
  while (!text.includes('event: revision')) text += new TextDecoder().decode((await reader.read()).value);
  expect(text).toContain('"revision":"memory"');
  await reader.cancel();
  expect(events.listeners).toBe(0);
  expect((await request('/api/v1/events', { method: 'HEAD' })).status).toBe(200);
  expect(events.listeners).toBe(0);
});
