import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { UsageError } from '../contract/errors.ts';

/** Header that carries the page's token on every change. */
export const TOKEN_HEADER = 'x-claude-usage-token';
/** Names under which a browser on this machine reaches a loopback server. */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const MAX_URL_CHARS = 8192;
const MAX_PARAMETERS = 400;
const MAX_BODY_BYTES = 1024;

export interface GuardOptions {
  /** Random per process; the served page carries it in `<meta name="csrf-token">`. */
  readonly token: string;
  /** Host names, lower case, without a port: a forwarded port is still this machine. */
  readonly allowedHosts: readonly string[];
}

/**
 * Lets a request pass only when it names this machine (a rebound DNS name does not), is small, was not sent
 * by another site's page, and, when it changes something, comes from this origin and knows the token.
 * @throws UsageError forbidden, method-not-allowed, too-large
 */
export function guard(options: GuardOptions): MiddlewareHandler {
  const allowed = new Set(options.allowedHosts);
  const expected = digest(options.token);
  return async (c, next) => {
    const host = (c.req.header('host') ?? '').toLowerCase();
    checkHost(host, allowed);
    checkSize(c);
    if (c.req.method === 'GET' || c.req.method === 'HEAD') checkRead(c);
    else if (c.req.method === 'POST') checkChange(c, host, expected);
    else throw methodNotAllowed(c, ['GET', 'HEAD']);
    await next();
  };
}

/** The error for a known address and a method it does not take; sets `Allow`. */
export function methodNotAllowed(c: Context, allow: readonly string[]): UsageError {
  c.header('Allow', allow.join(', '));
  return new UsageError(
    'method-not-allowed',
    `${c.req.path} does not take ${c.req.method}.`,
    `It takes ${allow.join(', ')}; /api/v1/openapi.json lists every route.`,
  );
}

function checkHost(host: string, allowed: ReadonlySet<string>): void {
  const name = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/.exec(host)?.[1];
  if (name !== undefined && allowed.has(name)) return;
  throw new UsageError(
    'forbidden',
    'The Host header does not name this machine.',
    `Open the page as http://${[...allowed][0] ?? 'localhost'} with the port that \`claude-usage dashboard\` printed.`,
  );
}

function checkSize(c: Context): void {
  const url = c.req.url;
  const query = url.indexOf('?');
  if (url.length > MAX_URL_CHARS) throw tooLarge(`The address is longer than ${MAX_URL_CHARS} characters.`);
  if (query >= 0 && url.slice(query).split('&').length > MAX_PARAMETERS) {
    throw tooLarge(`The query has more than ${MAX_PARAMETERS} parameters.`);
  }
  const length = Number(c.req.header('content-length') ?? '0');
  // No route reads a body, so a stream of unknown length has no business here.
  if (!(length <= MAX_BODY_BYTES) || c.req.header('transfer-encoding') !== undefined) {
    throw tooLarge(`The body is larger than ${MAX_BODY_BYTES} bytes or of unknown length.`);
  }
}

function tooLarge(message: string): UsageError {
  return new UsageError('too-large', message, 'Ask for less: no route takes a body, and filters name what to keep.');
}

/** Another site's page may link here (a navigation) but not load anything from here. */
function checkRead(c: Context): void {
  const site = c.req.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  if (c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document') return;
  throw new UsageError('forbidden', 'Another site asked for this.', 'Open the address itself in the browser.');
}

function checkChange(c: Context, host: string, expected: Buffer): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const sameOrigin =
    (origin !== undefined || site !== undefined) &&
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === 'same-origin');
  if (!sameOrigin) {
    throw new UsageError('forbidden', 'The change was not asked for by this page.', `Send Origin: http://${host}.`);
  }
  if (!timingSafeEqual(digest(c.req.header(TOKEN_HEADER) ?? ''), expected)) {
    throw new UsageError(
      'forbidden',
      'The token is missing or belongs to an earlier run.',
      `Reload the page; a script reads it from <meta name="csrf-token"> and sends it as ${TOKEN_HEADER}.`,
    );
  }
}

/** Equal length for timingSafeEqual whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
