import type { Context, Hono } from 'hono';
import { UsageError } from '../contract/errors.ts';
import type { Asset } from './assets.ts';
import { openAssets } from './assets.ts';
import { NO_SUCH_PAGE, PAGE_NOT_BUILT } from './notice-page.ts';
import { isRoom } from './rooms.ts';
import type { ServerDeps } from './server-deps.ts';

const HTML = 'text/html; charset=utf-8';

/** The built page: its files, and the page itself at the address of every room. Mounted after all other routes. */
export function mountPage(app: Hono, deps: Pick<ServerDeps, 'assetsDir' | 'token'>): void {
  const assets = openAssets(deps.assetsDir, deps.token);
  app.get('*', (c) => {
    const file = assets.file(c.req.path);
    if (file !== undefined) return sendAsset(c, file);
    if (!isRoom(c.req.path)) return noSuchPage(c);
    const page = assets.page();
    return page === undefined
      ? c.body(PAGE_NOT_BUILT, 503, { 'Content-Type': HTML, 'Cache-Control': 'no-store' })
      : sendAsset(c, page);
  });
}

function sendAsset(c: Context, asset: Asset): Response {
  c.header('Cache-Control', asset.cacheControl);
  c.header('ETag', asset.etag);
  if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304);
  c.header('Content-Type', asset.contentType);
  return c.body(asset.bytes);
}

/** A page for a person, JSON for a program. */
function noSuchPage(c: Context): Response {
  if (c.req.header('accept')?.includes('text/html') && !c.req.path.startsWith('/api/')) {
    return c.body(NO_SUCH_PAGE, 404, { 'Content-Type': HTML, 'Cache-Control': 'no-store' });
  }
  throw new UsageError('not-found', 'No route or file has this address.', '/api/v1/openapi.json lists every route.');
}
