/** A network before a Postgres that tells when a client has sent so much: the moment to kill the client. */
import { connect, createServer } from 'node:net';
import { listen } from './stalling-proxy.ts';

/** `unheard`: the server never gets the message; `unanswered`: it does what it is told, and its answer gets lost. */
export type Moment = 'unheard' | 'unanswered';

export interface KillingProxy {
  readonly url: string;
  /** Messages that clients have sent so far. */
  readonly messages: number;
  stop(): Promise<void>;
}

/** Stands before the server of `url`; calls `kill` at message `at` (the first is 1), after which nothing passes any more. */
export async function startKillingProxy(
  url: string,
  at: number,
  moment: Moment,
  kill: () => void,
): Promise<KillingProxy> {
  const target = new URL(url);
  let messages = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    // Both ends may be gone at any time: that is what the test is about.
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('data', (bytes) => {
      messages += 1;
      if (messages < at || (messages === at && moment === 'unanswered')) upstream.write(bytes);
      else kill();
    });
    upstream.on('data', (bytes) => {
      if (messages < at) client.write(bytes);
      else kill();
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
  });
  const port = await listen(server);
  const here = new URL(url);
  here.port = String(port);
  return {
    url: here.href,
    get messages() {
      return messages;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
