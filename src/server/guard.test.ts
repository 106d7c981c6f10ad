import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { errorResponse } from './error-response.ts';
import { guard, LOOPBACK_HOSTS, TOKEN_HEADER } from './guard.ts';

const TOKEN = 'right-token';
const HOST = '127.0.0.1:8080';
const OWN = { host: HOST, origin: `http://${HOST}`, [TOKEN_HEADER]: TOKEN };

function guarded(): Hono {
  const app = new Hono();
  app.onError((error, c) => errorResponse(c, error, () => undefined));
  app.use(guard({ token: TOKEN, allowedHosts: LOOPBACK_HOSTS }));
  app.all('*', (c) => c.text('through'));
  return app;
}

async function ask(method: string, headers: Record<string, string>, path = '/x'): Promise<number> {
  return (await guarded().request(`http://${HOST}${path}`, { method, headers })).status;
}

test.each([
  ['127.0.0.1:8080', 200],
  ['127.0.0.1', 200],
  ['localhost:9', 200],
  ['LOCALHOST:8080', 200],
  ['[::1]:8080', 200],
  ['evil.example', 403],
  ['evil.example:8080', 403],
  ['127.0.0.1.evil.example:8080', 403],
  ['localhost.', 403],
  ['localhost:8080@evil.example', 403],
  ['localhost:8080, evil.example', 403],
  ['', 403],
])('a read that names the host %j gets %i', async (host, status) => {
  expect(await ask('GET', { host })).toBe(status);
});

test('a read without a Host header is refused', async () => {
  expect((await guarded().request('/x')).status).toBe(403);
});

test.each([
  ['from this page', OWN, 200],
  [
    'with Sec-Fetch-Site in place of Origin',
    { host: HOST, 'sec-fetch-site': 'same-origin', [TOKEN_HEADER]: TOKEN },
    200,
  ],
  [
    'by the other loopback name, on its own origin',
    { ...OWN, host: 'localhost:8080', origin: 'http://localhost:8080' },
    200,
  ],
  ['from another site', { ...OWN, origin: 'http://evil.example' }, 403],
  ['from another port of this machine', { ...OWN, origin: 'http://127.0.0.1:3000' }, 403],
  ['from another name of this machine', { ...OWN, origin: 'http://localhost:8080' }, 403],
  ['from a sandboxed frame', { ...OWN, origin: 'null' }, 403],
  ['with an own Origin but a foreign Sec-Fetch-Site', { ...OWN, 'sec-fetch-site': 'cross-site' }, 403],
  ['with a same-site Sec-Fetch-Site', { ...OWN, 'sec-fetch-site': 'same-site' }, 403],
  ['without any origin', { host: HOST, [TOKEN_HEADER]: TOKEN }, 403],
  ['without a token', { host: HOST, origin: `http://${HOST}` }, 403],
  ['with an empty token', { ...OWN, [TOKEN_HEADER]: '' }, 403],
  ['with a wrong token of the same length', { ...OWN, [TOKEN_HEADER]: 'wrong-token' }, 403],
  ['with a token that starts right', { ...OWN, [TOKEN_HEADER]: `${TOKEN}!` }, 403],
  ['with the token but a foreign host', { ...OWN, host: 'evil.example', origin: 'http://evil.example' }, 403],
  ['with a body of unknown length', { ...OWN, 'transfer-encoding': 'chunked' }, 413],
  ['with a large body', { ...OWN, 'content-length': '1025' }, 413],
  ['with a length that is no number', { ...OWN, 'content-length': 'many' }, 413],
])('a change %s', async (_, headers, status) => {
  expect(await ask('POST', headers)).toBe(status);
});

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
  '%s is refused, with what is allowed, even with the token',
  async (method) => {
    const response = await guarded().request(`http://${HOST}/x`, { method, headers: OWN });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  },
);

test.each([
  ['same-origin', 'cors', 'empty', 200],
  ['none', 'navigate', 'document', 200],
  ['cross-site', 'navigate', 'document', 200],
  ['cross-site', 'navigate', 'iframe', 403],
  ['cross-site', 'no-cors', 'script', 403],
  ['same-site', 'cors', 'empty', 403],
])('a read whose browser says %s, %s, %s', async (site, mode, dest, status) => {
  expect(await ask('GET', { host: HOST, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })).toBe(
    status,
  );
});

test('addresses and queries are bounded', async () => {
  expect(await ask('GET', { host: HOST }, `/x?q=${'a'.repeat(8000)}`)).toBe(200);
  expect(await ask('GET', { host: HOST }, `/x?q=${'a'.repeat(8200)}`)).toBe(413);
  expect(await ask('GET', { host: HOST }, `/x?${'a&'.repeat(399)}`)).toBe(200);
  expect(await ask('GET', { host: HOST }, `/x?${'a&'.repeat(400)}`)).toBe(413);
});

test('a refusal says what and what to do, and never the token', async () => {
  const response = await guarded().request(`http://${HOST}/x`, {
    method: 'POST',
    headers: { host: HOST, origin: `http://${HOST}` },
  });
  const text = await response.text();
  expect(JSON.parse(text)).toEqual({
    error: {
      code: 'forbidden',
      message: expect.stringContaining('token'),
      hint: expect.stringContaining(TOKEN_HEADER),
    },
  });
  expect(text).not.toContain(TOKEN);
});
