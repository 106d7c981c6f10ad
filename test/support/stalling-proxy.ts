/** A bad network before a Postgres: it stalls, cuts connections in the middle, and loses the answer to a commit. */
import { createServer, type Server, type Socket, connect } from 'node:net';

const FAULTS = ['stalled', 'cut in a batch', 'cut once COMMIT was sent', 'answer to COMMIT lost'] as const;
export type Fault = (typeof FAULTS)[number];
const COMMIT = Buffer.from('COMMIT\0');
const BATCH = Buffer.from('INSERT INTO claude_usage.copy ');

export interface StallingProxy {
  readonly url: string;
  /** How often each fault has struck. */
  readonly struck: Readonly<Record<Fault, number>>;
  /** Resolves when so many commits of turns have been sent, whatever became of them. */
  commits(count: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Stands before the server of `url`. Of every `every` commits of turns one meets a fault, each fault in its turn, until each has
 * struck `rounds` times; from then on the network is sound. Sees through no encryption.
 */
export async function startStallingProxy(url: string, every: number, rounds: number): Promise<StallingProxy> {
  const target = new URL(url);
  const struck = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const sockets = new Set<Socket>();
  const waiting: { count: number; resolve: () => void }[] = [];
  const next = schedule(struck, every, rounds, (commits) => {
    for (const { count, resolve } of waiting) if (commits >= count) resolve();
  });
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // A reset by either side ends both, as a close does.
      socket.on('error', () => undefined);
    }
    relay(client, upstream, next);
  });
  const port = await listen(server);
  const here = new URL(url);
  here.port = String(port);
  return {
    url: here.href,
    struck,
    commits: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Next = (bytes: Buffer, hasBatch: boolean) => Fault | undefined;

/** Which fault what a client sends now is to meet. */
function schedule(
  struck: Record<Fault, number>,
  every: number,
  rounds: number,
  onCommit: (commits: number) => void,
): Next {
  let commits = 0;
  const due: Fault[] = [];
  return (bytes, hasBatch) => {
    const isCommit = hasBatch && bytes.includes(COMMIT);
    if (isCommit) onCommit((commits += 1));
    const turn = commits / every - 1;
    if (isCommit && Number.isInteger(turn) && turn < FAULTS.length * rounds) due.push(FAULTS[turn % FAULTS.length]!);
    const isMet = (fault: Fault): boolean => (fault === 'cut in a batch' ? bytes.includes(BATCH) : isCommit);
    const fault = due.find(isMet);
    if (fault === undefined) return undefined;
    due.splice(due.indexOf(fault), 1);
    struck[fault] += 1;
    return fault;
  };
}

function relay(client: Socket, upstream: Socket, next: Next): void {
  let isStalled = false;
  let isAnswerLost = false;
  let hasBatch = false;
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };
  client.on('data', (bytes) => {
    if (isStalled) return;
    const fault = next(bytes, hasBatch);
    hasBatch = bytes.includes(BATCH) || (hasBatch && !bytes.includes(COMMIT));
    if (fault === 'stalled') isStalled = true;
    else if (fault === 'cut in a batch') upstream.write(bytes.subarray(0, bytes.length / 2), cut);
    else if (fault === 'cut once COMMIT was sent') upstream.write(bytes, cut);
    else {
      if (fault === 'answer to COMMIT lost') isAnswerLost = true;
      upstream.write(bytes);
    }
  });
  upstream.on('data', (bytes) => {
    if (isAnswerLost) cut();
    else if (!isStalled) client.write(bytes);
  });
  // Of a stalled connection the server does not even learn that the client has gone.
  client.on('close', () => isStalled || upstream.destroy());
  upstream.on('close', () => isStalled || client.destroy());
}

/** Port on loopback that the server listens on from now on. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
