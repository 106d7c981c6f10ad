import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Env } from './process.ts';
import { ours } from './subject.ts';

export interface RunningServer {
  readonly origin: string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 120_000;

/** Starts the dashboard on a free port and waits until it says its address. */
export async function startServer(env: Env): Promise<RunningServer> {
  const [command, ...args] = ours('dashboard', '--no-open', '--port', '0');
  const child = spawn(command!, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const heard: string[] = [];
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no address after ${START_LIMIT_MS} ms:\n${heard.join('\n')}`)),
      START_LIMIT_MS,
    );
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        heard.push(line);
        const address = /http:\/\/[\w.[\]:]+:\d+/.exec(line)?.[0];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
    child.once('close', (code) => reject(new Error(`the server ended with ${code}:\n${heard.join('\n')}`)));
  });
  return {
    origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
