import { expect, test } from 'vitest';
import { CliMachine } from '../../test/support/cli-machine.ts';
import { Cli } from './cli.ts';
import type { Host, Sink } from './host.ts';
import { progressLine, startProgress } from './progress.ts';

const sink = (isTerminal: boolean, columns = 80): Sink & { text: string } => ({
  text: '',
  isTerminal,
  columns: isTerminal ? columns : undefined,
  write(text) {
    this.text += text;
    return Promise.resolve();
  },
});
const done = (bytes: number) => ({ files: 1, filesTotal: 4, bytes, bytesTotal: 4_000_000 });

function cliOn(stderr: Sink, clock: { ms: number }): Cli {
  const host: Host = {
    argv: [],
    env: {},
    cwd: '/',
    platform: 'linux',
    runtime: { node: '', arch: '' },
    stdout: sink(false),
    stderr,
    now: () => clock.ms,
    pageFolder: '/',
    fetch: () => Promise.reject(new Error('no network')),
    untilInterrupted: () => Promise.resolve(),
    ask: () => Promise.resolve(undefined),
    openBrowser: () => Promise.resolve(false),
  };
  return new Cli(host);
}

test('says how far, how fast and how long', () => {
  expect(progressLine(done(1_000_000), 2_000)).toBe(
    `Reading  ${'█'.repeat(6)}${'░'.repeat(18)}  25 %  1.0 MB of 4.0 MB  1 of 4 files  500.0 KB/s  6.0 s left`,
  );
  expect(progressLine(done(0), 100)).not.toContain('left');
  expect(progressLine({ ...done(0), bytesTotal: 0 }, 100)).toContain('100 %');
});

test('a short scan draws nothing; a long one draws at most ten times a second and takes the bar away', async () => {
  const clock = { ms: 0 };
  const stderr = sink(true);
  const progress = startProgress(cliOn(stderr, clock));
  clock.ms = 399;
  progress.update(done(1));
  await progress.end();
  expect(stderr.text).toBe('');
  for (clock.ms = 400; clock.ms < 1_400; clock.ms += 10) progress.update(done(clock.ms));
  await progress.end();
  expect(stderr.text.split('Reading').length - 1).toBe(10);
  expect(stderr.text.endsWith('\r\u001b[2K')).toBe(true);
});

test('a narrow terminal never wraps the bar', async () => {
  const clock = { ms: 0 };
  const stderr = sink(true, 40);
  const progress = startProgress(cliOn(stderr, clock));
  clock.ms = 5_000;
  progress.update(done(2_000_000));
  await progress.end();
  expect(stderr.text.split('\r\u001b[2K')[1]!.length).toBeLessThanOrEqual(39);
});

test('in a pipe there is no bar', async () => {
  const clock = { ms: 0 };
  const stderr = sink(false);
  const progress = startProgress(cliOn(stderr, clock));
  clock.ms = 5_000;
  progress.update(done(2_000_000));
  await progress.end();
  expect(stderr.text).toBe('');
  using machine = new CliMachine();
  expect(
    (
      await machine.run(['scan'], {
        now: (
          (ms) => () =>
            (ms += 60_000)
        )(0),
      })
    ).err,
  ).toBe('');
});
