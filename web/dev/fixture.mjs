// Deterministic made-up figures that satisfy the contract, for work on the page without a ledger.
// node web/dev/fixture.mjs [port] [empty|one|down]; serves dist/web too, under the production policy.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { answer } from './fixture-reports.mjs';

const port = Number(process.argv[2] ?? 8377);
const mode = process.argv[3] ?? 'full';
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
let revision = 1;
const listeners = new Set();

createServer(async (req, res) => {
  const url = new URL(req.url, 'http://localhost');
  if (url.pathname === '/api/v1/events') {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = () =>
      res.write(
        `event: revision\ndata: ${JSON.stringify({ revision: String(revision), at: new Date().toISOString() })}\n\n`,
      );
    send();
    listeners.add(send);
    req.on('close', () => listeners.delete(send));
    return;
  }
  if (url.pathname === '/api/rescan') {
    revision++;
    for (const send of listeners) send();
    return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  }
  if (url.pathname.startsWith('/api/v1/')) {
    if (mode === 'down')
      return void res
        .writeHead(500, { 'content-type': 'application/json' })
        .end(
          '{"error":{"code":"ledger-unreadable","message":"The ledger is damaged.","hint":"Run claude-usage doctor."}}',
        );
    const body = answer(url.pathname.slice(8), url.searchParams, mode, String(revision));
    res.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    return;
  }
  const root = new URL('../../dist/web/', import.meta.url);
  const file = extname(url.pathname) === '' ? 'index.html' : `.${url.pathname}`;
  try {
    const data = await readFile(new URL(file, root));
    res
      .writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CSP,
      })
      .end(data);
  } catch {
    res.writeHead(404).end();
  }
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
