/**
 * The program's entry: makes the host of a run from the process. `process` is the global one: importing node:process
 * opens standard input, which costs a cold start several milliseconds.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BrokenPipe, type Host, type Sink } from './cli/host.ts';
import { runCli } from './cli/run-cli.ts';

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let broken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    broken = true;
  });
  return {
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (broken) return reject(new BrokenPipe());
        stream.write(text, (error?: NodeJS.ErrnoException | null) => {
          if (error == null) resolve();
          else reject(error.code === 'EPIPE' ? new BrokenPipe() : error);
        });
      }),
  };
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // A second interrupt ends the process at once.
      process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (await import('./cli/ask.ts')).askOnTerminal(question);
}

/** Beside the bundle, or in dist/ when the source runs as it is. */
function pageFolder(): string {
  const beside = fileURLToPath(new URL('web', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/web', import.meta.url));
}

const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  runtime: { node: process.versions.node, arch: process.arch },
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  now: Date.now,
  pageFolder: pageFolder(),
  untilInterrupted,
  ask,
  fetch: (url, init) => fetch(url, init),
  openBrowser: async (url) => (await import('./cli/open-browser.ts')).openBrowser(process.platform, url),
};
// Everything is written by now. Ending here instead of waiting for the loop saves 3 of 68 ms.
process.exit(await runCli(host));
