import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Machine, projectRoot } from './run-program.ts';

export interface Dashboard {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  get(route: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the built dashboard of a machine, on a free port where none is named, and waits until it prints its address. */
export async function startDashboard(machine: Machine, port = 0): Promise<Dashboard> {
  const binary = path.join(projectRoot, 'bin', 'claude-usage.js');
  const child = spawn(process.execPath, [binary, 'dashboard', '--port', String(port), '--no-open'], {
    env: machine.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  return {
    url,
    get: async (route) => (await fetch(`${url}${route}`)).json(),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(printed);
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the dashboard ended with status ${code}:\n${printed}`)));
    child.once('error', reject);
  });
}
