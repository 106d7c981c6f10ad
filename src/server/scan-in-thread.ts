import { Worker } from 'node:worker_threads';
import { UsageError } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { RescanReport } from '../contract/reports/rescan.ts';
import type { LedgerOptions } from '../ledger/open-ledger.ts';
import type { Surroundings } from '../sources/source.ts';

/** All that the thread knows: plain data, because it is copied. */
export interface ScanThreadInput {
  readonly ledgerPath: string;
  readonly ledgerOptions: Omit<LedgerOptions, 'onUpgrade'>;
  readonly surroundings: Surroundings;
}
export interface ScanCommand {
  readonly id: number;
  readonly full: boolean;
}
export type ScanReply =
  | { readonly id: number; readonly report: RescanReport }
  | {
      readonly id: number;
      readonly failure: {
        readonly message: string;
        readonly known: { readonly code: ErrorCode; readonly hint: string } | undefined;
      };
    };

export interface ThreadScanner {
  /** @throws UsageError as the scan does, and `internal` when the thread died; the next call starts another. */
  scan(request: { readonly full: boolean }): Promise<RescanReport>;
  close(): Promise<void>;
}

/** Scans in a second thread with a ledger connection of its own. The thread starts with the first scan and stays. */
export function scanInThread(input: ScanThreadInput): ThreadScanner {
  const waiting = new Map<number, PromiseWithResolvers<RescanReport>>();
  let worker: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const thread = new Worker(new URL('./scan-thread.ts', import.meta.url), { workerData: input });
    let reason: unknown;
    thread.on('message', (reply: ScanReply) => settle(waiting, reply));
    thread.on('error', (error) => (reason = error));
    thread.on('exit', (status) => {
      if (worker === thread) worker = undefined;
      const died = new UsageError(
        'internal',
        `The scanning thread ended with status ${status}: ${messageOf(reason)}`,
        HINT,
        { cause: reason },
      );
      for (const { reject } of waiting.values()) reject(died);
      waiting.clear();
    });
    return thread;
  }

  return {
    scan({ full }) {
      worker ??= start();
      const id = ++lastId;
      const job = Promise.withResolvers<RescanReport>();
      waiting.set(id, job);
      worker.postMessage({ id, full } satisfies ScanCommand);
      return job.promise;
    },
    async close() {
      const thread = worker;
      if (thread === undefined) return;
      const gone = new Promise((resolve) => thread.once('exit', resolve));
      thread.postMessage('close');
      await gone;
    },
  };
}

const HINT = 'Run `claude-usage scan` to see what stops it.';

function settle(waiting: Map<number, PromiseWithResolvers<RescanReport>>, reply: ScanReply): void {
  const job = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ('report' in reply) job?.resolve(reply.report);
  else job?.reject(errorOf(reply.failure));
}

function errorOf({ message, known }: Extract<ScanReply, { failure: unknown }>['failure']): Error {
  return known === undefined
    ? new UsageError('internal', message, HINT)
    : new UsageError(known.code, message, known.hint);
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason ?? 'no reason given');
}
