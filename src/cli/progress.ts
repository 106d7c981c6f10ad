/** A bar with rate and time left on a terminal; nothing at all where standard error is no terminal. */
import type { Cli } from './cli.ts';
import { formatBytes, formatDuration } from './render/figures.ts';
import { shorten } from './render/text-width.ts';

/** Shorter work shows no bar. */
const SILENT_MS = 400;
const EVERY_MS = 100;
/** A rate over less says nothing about the time left. */
const RATE_FROM_MS = 600;
const BAR_CELLS = 24;
const CLEAR_LINE = '\r\u001b[2K';

export interface WorkDone {
  readonly files: number;
  readonly filesTotal: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}
export interface Progress {
  /** Cheap: it draws ten times a second at most. */
  update(done: WorkDone): void;
  /** Takes the bar away. */
  end(): Promise<void>;
}

export function startProgress(cli: Cli): Progress {
  const { stderr, now } = cli.host;
  if (!stderr.isTerminal) return { update: () => undefined, end: () => Promise.resolve() };
  const startedMs = now();
  let drawnMs = startedMs + SILENT_MS - EVERY_MS;
  let writing: Promise<void> = Promise.resolve();
  let drawn = false;
  const write = (text: string): void => {
    writing = writing.then(() => stderr.write(text));
  };
  return {
    update(done) {
      const atMs = now();
      if (atMs - drawnMs < EVERY_MS) return;
      drawnMs = atMs;
      drawn = true;
      const width = (stderr.columns ?? 80) - 1;
      write(CLEAR_LINE + shorten(progressLine(done, atMs - startedMs), width));
    },
    async end() {
      if (drawn) write(CLEAR_LINE);
      await writing;
    },
  };
}

/** `Reading  ████████░░░░  52 %  1.2 GB of 2.3 GB  310 MB/s  4 s left`. */
export function progressLine(done: WorkDone, elapsedMs: number): string {
  const share = done.bytesTotal === 0 ? 1 : Math.min(1, done.bytes / done.bytesTotal);
  const full = Math.round(share * BAR_CELLS);
  const parts = [
    'Reading',
    '█'.repeat(full) + '░'.repeat(BAR_CELLS - full),
    `${Math.floor(share * 100)} %`,
    `${formatBytes(done.bytes)} of ${formatBytes(done.bytesTotal)}`,
    `${done.files} of ${done.filesTotal} files`,
  ];
  if (elapsedMs >= RATE_FROM_MS && done.bytes > 0) {
    const perMs = done.bytes / elapsedMs;
    parts.push(`${formatBytes(perMs * 1_000)}/s`, `${formatDuration((done.bytesTotal - done.bytes) / perMs)} left`);
  }
  return parts.join('  ');
}
