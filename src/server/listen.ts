import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { UsageError } from '../contract/errors.ts';

/** The port that users of the older dashboards know. */
export const USUAL_PORT = 8080;
/** Ports tried from the usual one on. */
const TRIES = 20;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 512;

export interface Listening {
  /** `http://127.0.0.1:8080/` */
  readonly url: string;
  readonly port: number;
  /** Ends open connections, event streams included. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** A loopback name or address; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Exactly this port (0 = any free one). Absent: the usual one, or the next that is free. */
  readonly port?: number | undefined;
}

/**
 * Serves the application on this machine only.
 * @throws UsageError usage when the host is not loopback, or the port is taken or not allowed
 */
export async function listen(app: Pick<Hono, 'fetch'>, options: ListenOptions = {}): Promise<Listening> {
  const host = loopbackAddress(options.host ?? '127.0.0.1');
  const answer = getRequestListener(app.fetch);
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.maxConnections = MAX_CONNECTIONS;
  const port = await bind(server, host, options.port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    port,
    close: () => close(server),
  };
}

/**
 * The address to bind for a name of this machine; `localhost` is IPv4, which every browser reaches by that name.
 * @throws UsageError usage for anything that other machines could reach
 */
export function loopbackAddress(host: string): string {
  const address = loopbackOf(host);
  if (address !== undefined) return address;
  throw new UsageError(
    'usage',
    `--host ${host}: the dashboard answers on this machine only.`,
    'Use --host 127.0.0.1 (the default) or ::1. From another machine: ssh -L 8080:127.0.0.1:8080 THIS-MACHINE, then open http://127.0.0.1:8080/ there.',
  );
}

/** Whether a name or address is this machine's alone. */
export function isLoopback(host: string): boolean {
  return loopbackOf(host) !== undefined;
}

function loopbackOf(host: string): string | undefined {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost' || name === '') return '127.0.0.1';
  return name === '::1' || /^127(\.\d{1,3}){3}$/.test(name) ? name : undefined;
}

async function bind(server: Server, host: string, wanted: number | undefined): Promise<number> {
  const first = wanted ?? USUAL_PORT;
  const last = wanted ?? USUAL_PORT + TRIES - 1;
  for (let port = first; port <= last; port++) {
    const failure = await tryPort(server, host, port);
    if (failure === undefined) return (server.address() as AddressInfo).port;
    if (failure.code !== 'EADDRINUSE' || port === last) throw cannotListen(host, first, last, failure);
  }
  throw new RangeError('unreachable: the loop returns or throws');
}

function tryPort(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.ErrnoException | undefined>();
  server.once('error', resolve);
  server.listen({ host, port }, () => {
    server.off('error', resolve);
    resolve(undefined);
  });
  return promise;
}

function cannotListen(host: string, first: number, last: number, cause: NodeJS.ErrnoException): UsageError {
  const where = first === last ? `${host}:${first}` : `${host}, ports ${first} to ${last}`;
  const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${cause.code ?? cause.message})`;
  return new UsageError('usage', `${where} ${why}.`, 'Choose another: claude-usage dashboard --port 9090.', { cause });
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
