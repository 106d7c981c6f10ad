import { Worker } from 'node:worker_threads';
import { threadEnv } from '../lib/thread-env.ts';
import { UsageError } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { MachineChange, MachineChanged } from '../contract/reports/machine-change.ts';
import type { RescanReport } from '../contract/reports/rescan.ts';
import type { LedgerOptions } from '../ledger/ledger-options.ts';
import type { RollupColumns } from '../ledger/remembered/rollup-columns.ts';
import type { MachinePapers } from '../contract/reports/machine-papers.ts';
import type { RootFound } from '../sources/roots-found.ts';
import type { Surroundings } from '../sources/source.ts';
import type { WorkspaceSettings } from '../workspace/open-target.ts';
import type { SyncAnswer } from './live-sync.ts';

/** All that the thread knows: plain data, because it is copied. */
export interface ThreadInput {
  readonly ledgerPath: string;
  readonly ledgerOptions: Omit<LedgerOptions, 'onUpgrade'>;
  readonly surroundings: Surroundings;
  /** The workspace that `sync` is about; absent without one. */
  readonly workspace?: WorkspaceSettings;
}
/** What the thread can be asked for, and what it answers. */
export interface ThreadAnswers {
  readonly scan: RescanReport;
  readonly 'full-scan': RescanReport;
  readonly roots: readonly RootFound[];
  /** The rollup of the ledger as it is; null when it changed meanwhile. */
  readonly rollup: RollupColumns | null;
  /** From now on a `changed` message whenever a transcript may have changed. */
  readonly watch: null;
  readonly sync: SyncAnswer;
  readonly 'change-machine': MachineChanged;
  readonly papers: readonly MachinePapers[];
}
/** What goes with a question; nothing with most. */
export interface ThreadDetails {
  readonly 'change-machine': MachineChange;
}
type Detail<Q extends ThreadQuestion> = Q extends keyof ThreadDetails ? [detail: ThreadDetails[Q]] : [];
export type ThreadQuestion = keyof ThreadAnswers;
export interface ThreadRequest {
  readonly id: number;
  readonly ask: ThreadQuestion | 'close';
  readonly detail?: ThreadDetails[keyof ThreadDetails] | undefined;
}
export interface ThreadFailure {
  readonly message: string;
  /** Of an error that was meant for the user. */
  readonly known?: { readonly code: ErrorCode; readonly hint: string };
}
export type ThreadMessage =
  | { readonly kind: 'changed' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: ThreadAnswers[ThreadQuestion] }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: ThreadFailure };

export interface TranscriptThread {
  /** @throws UsageError as the scan does, and `internal` when the thread died; the next question starts another. */
  ask<Q extends ThreadQuestion>(question: Q, ...detail: Detail<Q>): Promise<ThreadAnswers[Q]>;
  /** Calls back whenever a transcript may have changed, also from a thread that had to be started again. */
  watch(onChange: () => void): { close(): void };
  close(): Promise<void>;
}

type Job = PromiseWithResolvers<ThreadAnswers[ThreadQuestion]>;
const HINT = 'Run `claude-usage scan` in a terminal to see what stops it.';

/**
 * Reads transcripts in a second thread, with a ledger connection of its own: no request waits for a scan. The thread
 * starts with the first question.
 */
export function startTranscriptThread(input: ThreadInput): TranscriptThread {
  const jobs = new Map<number, Job>();
  const watchers = new Set<() => void>();
  let thread: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./scan-thread.ts', import.meta.url), { workerData: input, env: threadEnv() });
    let reason: unknown;
    started.on('message', (message: ThreadMessage) => {
      if (message.kind === 'changed') for (const onChange of watchers) onChange();
      else settle(jobs, message);
    });
    started.on('error', (error) => (reason = error));
    started.on('exit', (status) => {
      if (thread === started) thread = undefined;
      const died = new UsageError(
        'internal',
        `The scanning thread ended with status ${status}: ${textOf(reason)}`,
        HINT,
      );
      for (const job of jobs.values()) job.reject(died);
      jobs.clear();
    });
    return started;
  }

  function post(ask: ThreadQuestion, detail?: ThreadRequest['detail']): Promise<ThreadAnswers[ThreadQuestion]> {
    const started = thread === undefined;
    thread ??= start();
    if (started && watchers.size > 0 && ask !== 'watch') post('watch').catch(() => undefined);
    const id = ++lastId;
    const job: Job = Promise.withResolvers();
    jobs.set(id, job);
    thread.postMessage({ id, ask, detail } satisfies ThreadRequest);
    return job.promise;
  }

  return {
    ask: <Q extends ThreadQuestion>(question: Q, ...[detail]: Detail<Q>) =>
      post(question, detail) as Promise<ThreadAnswers[Q]>,
    watch(onChange) {
      watchers.add(onChange);
      // A thread that dies fails the scans that are asked for, and there it is told.
      if (watchers.size === 1) post('watch').catch(() => undefined);
      return { close: () => void watchers.delete(onChange) };
    },
    async close() {
      watchers.clear();
      const open = thread;
      if (open === undefined) return;
      const gone = new Promise((resolve) => open.once('exit', resolve));
      // A scan that runs is one transaction: cut off, it leaves the ledger as it was, and nobody waits for it.
      if (jobs.size > 0) await open.terminate();
      else open.postMessage({ id: 0, ask: 'close' } satisfies ThreadRequest);
      await gone;
    },
  };
}

function settle(jobs: Map<number, Job>, message: Exclude<ThreadMessage, { kind: 'changed' }>): void {
  const job = jobs.get(message.id);
  jobs.delete(message.id);
  if (message.kind === 'answer') job?.resolve(message.answer);
  else job?.reject(errorOf(message.failure));
}

function errorOf({ message, known }: ThreadFailure): UsageError {
  return new UsageError(known?.code ?? 'internal', message, known?.hint ?? HINT);
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'no reason given';
}
