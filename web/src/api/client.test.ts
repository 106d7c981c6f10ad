import { afterEach, expect, test, vi, beforeEach } from 'vitest';
import { ApiError, getReport, isAway, rescan } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: string): void => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status })),
  );
};
const failure = (): Promise<unknown> =>
  getReport('summary').then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => vi.stubGlobal('location', new URL('http://127.0.0.1/?range=7d')));

test('a report is what the server answered', async () => {
  answer(200, '{"revision":"7"}');
  expect(await getReport('summary?range=7d')).toEqual({ revision: '7' });
  expect(fetch).toHaveBeenCalledWith('/api/v1/summary?range=7d', {});
});

test('a refusal says in the server’s words what happened and what to do', async () => {
  answer(503, '{"error":{"code":"ledger-busy","message":"Busy.","hint":"Wait."}}');
  const error = await failure();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'ledger-busy', message: 'Busy.', hint: 'Wait.' });
  expect(isAway(error)).toBe(false);
});

test('an answer that is no answer of ours names its status', async () => {
  answer(502, '<h1>Bad gateway</h1>');
  expect(await failure()).toMatchObject({ code: 'unknown', message: 'The server answered 502.' });
});

test('no answer is a server that is away, and is asked again', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))),
  );
  expect(isAway(await failure())).toBe(true);
});

test('a rescan carries the token of the page', async () => {
  answer(200, '{}');
  vi.stubGlobal('document', { querySelector: () => ({ content: 'secret' }) });
  await rescan();
  expect(fetch).toHaveBeenCalledWith('/api/rescan', { method: 'POST', headers: { 'x-claude-usage-token': 'secret' } });
});

test('the sample asks for made-up figures, and for the state of the program itself', async () => {
  vi.stubGlobal('location', new URL('http://127.0.0.1/machines?sample=1'));
  const fetched = vi.fn(async (_path: string) => Response.json({}));
  vi.stubGlobal('fetch', fetched);
  await getReport('daily?range=7d');
  await getReport('status');
  expect(fetched.mock.calls.map(([path]) => path)).toEqual(['/sample/api/v1/daily?range=7d', '/api/v1/status']);
});
