import { Worker } from 'node:worker_threads';
import type { EventBatch } from '../sources/event-batch.ts';
import type { ReadOutcome, ReadSink, ReadTask } from './read-files.ts';

export type WorkerMessage =
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  | { readonly kind: 'done'; readonly outcomes: readonly ReadOutcome[] };
export interface WorkerInput {
  readonly tasks: readonly ReadTask[];
  /** One counter: batches sent and not yet taken. The worker waits while it is at the limit. */
  readonly inFlight: SharedArrayBuffer;
}
/** Batches that may wait to be written; bounds the memory of a scan. */
export const MAX_IN_FLIGHT = 16;

/** Reads in a second thread while this one writes to the ledger. Rejects when the worker dies or the sink throws. */
export function readInWorker(tasks: readonly ReadTask[], sink: ReadSink): Promise<void> {
  const inFlight = new SharedArrayBuffer(4);
  const counter = new Int32Array(inFlight);
  const worker = new Worker(workerUrl(), {
    workerData: { tasks, inFlight } satisfies WorkerInput,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      void worker.terminate();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    worker.on('error', fail);
    worker.on('exit', (code) =>
      code === 0 ? resolve() : fail(new Error(`the reading thread ended with status ${code}`)),
    );
    worker.on('message', (message: WorkerMessage) => {
      try {
        if (message.kind === 'batch') {
          sink.batch(message.batch);
          Atomics.sub(counter, 0, 1);
          Atomics.notify(counter, 0);
        } else {
          for (const outcome of message.outcomes) sink.done(outcome);
        }
      } catch (error) {
        fail(error);
      }
    });
  });
}

/** Beside this module when run from source, beside the bundle when built. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './scan-worker.ts' : './scan-worker.js', import.meta.url);
}
