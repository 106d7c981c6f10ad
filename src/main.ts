/** The program's entry: makes the host of a run from the process. The only file that touches `process`. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { BrokenPipe, type Host, type Sink } from './cli/host.ts';
import { openBrowser } from './cli/open-browser.ts';
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
  openBrowser: (url) => openBrowser(process.platform, url),
};
process.exitCode = await runCli(host);
