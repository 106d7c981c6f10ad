import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Hono } from 'hono';
import { errorResponse } from './error-response.ts';
import { mountPage } from './page-routes.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assets-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function build(): void {
  mkdirSync(join(dir, 'web/assets'), { recursive: true });
  writeFileSync(join(dir, 'secret.json'), '{"secret":1}');
  writeFileSync(
    join(dir, 'web/index.html'),
    '<html><head><meta name="csrf-token" content=""></head><body>page</body></html>',
  );
  writeFileSync(join(dir, 'web/assets/index-BxY3_a-9.js'), 'run()');
  writeFileSync(join(dir, 'web/icon.svg'), '<svg/>');
  writeFileSync(join(dir, 'web/notes.md'), 'not served');
}

function served(): Hono {
  const app = new Hono();
  app.onError((error, c) => errorResponse(c, error, () => undefined));
  mountPage(app, { assetsDir: join(dir, 'web'), token: 'the-token' });
  return app;
}

test.each([
  '/',
  '/?range=7d&q=%3Cscript%3E',
  '/index.html',
  '/quota',
  '/machines',
  '/projects',
  '/sessions',
  '/sessions/0b1c-2d',
  '/models',
  '/status',
])('%s is the page, with the token and never from a cache', async (path) => {
  build();
  const response = await served().request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(await response.text()).toBe(
    '<html><head><meta name="csrf-token" content="the-token"></head><body>page</body></html>',
  );
});

test('a page without a slot for the token gets one', async () => {
  build();
  writeFileSync(join(dir, 'web/index.html'), '<head><title>x</title></head>');
  expect(await (await served().request('/')).text()).toBe(
    '<head><title>x</title><meta name="csrf-token" content="the-token"></head>',
  );
});

test('a file named by its content is kept forever, any other is asked for again', async () => {
  build();
  const app = served();
  const script = await app.request('/assets/index-BxY3_a-9.js');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const icon = await app.request('/icon.svg');
  expect(icon.headers.get('cache-control')).toBe('no-cache');
  const again = await app.request('/icon.svg', { headers: { 'if-none-match': icon.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/assets/../../secret.json',
  '/assets/..%5c..%5csecret.json',
  '//secret.json',
  '/notes.md',
  '/assets',
  '/assets/',
  '/rooms',
  '/sessions/a/b',
  '/toString',
  '/__proto__',
  '/api/nothing',
  '/%00',
])('%s is nothing', async (path) => {
  build();
  const response = await served().request(`http://localhost${path}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
});

test('a person who mistypes an address gets a page, without what was typed', async () => {
  build();
  const response = await served().request('/<script>alert(1)</script>', { headers: { accept: 'text/html' } });
  expect(response.status).toBe(404);
  const text = await response.text();
  expect(text).toContain('No such page');
  expect(text).not.toContain('alert');
});

test('before the page is built a plain one says so; once built it is there without a restart', async () => {
  const app = served();
  const before = await app.request('/');
  expect(before.status).toBe(503);
  expect(await before.text()).toContain('npm run build');
  build();
  expect((await app.request('/')).status).toBe(200);
});
