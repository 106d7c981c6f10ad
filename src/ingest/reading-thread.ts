import { Worker } from 'node:worker_threads';
import { threadEnv } from '../lib/thread-env.ts';
import type { ReadOutcome, ReadSink, ReadTask } from './read-files.ts';
import type { ThreadData, ThreadMessage } from './thread-messages.ts';

/**
 * A second thread that reads while this one writes to the ledger. It takes about 35 ms to come up, so whoever knows that
 * there will be much to read starts it early. Reads one list of files, then it is spent; stop it in any case.
 */
export class ReadingThread {
  readonly #taken = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  /** Set while reading: what ends it. */
  #reading: PromiseWithResolvers<void> | undefined;
  #sink: ReadSink | undefined;
  #spent = false;
  #done = 0;

  constructor() {
    this.#worker = new Worker(workerUrl(), {
      workerData: { inFlight: this.#taken.buffer as SharedArrayBuffer } satisfies ThreadData,
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
      env: threadEnv(),
    });
    this.#worker.on('message', (message: ThreadMessage) => this.#take(message));
    this.#ended = new Promise((resolve, reject) => {
      this.#worker.on('error', reject);
      this.#worker.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`the reading thread ended with status ${code}`)),
      );
    });
    // Whoever reads hears of it; a thread that nobody needed may die unheard.
    this.#ended.catch(() => undefined);
  }

  /** Whether it has been given its files. */
  get spent(): boolean {
    return this.#spent;
  }

  /** Rejects when the thread dies or the sink throws. */
  async read(tasks: readonly ReadTask[], sink: ReadSink): Promise<void> {
    this.#spent = true;
    this.#sink = sink;
    this.#reading = Promise.withResolvers();
    this.#worker.postMessage(tasks);
    await Promise.race([this.#ended, this.#reading.promise]);
    // One that is stopped while it comes up ends with status 0.
    if (this.#done < tasks.length)
      throw new Error(`the reading thread ended after ${this.#done} of ${tasks.length} files`);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #takeOutcomes(outcomes: readonly ReadOutcome[]): void {
    this.#done += outcomes.length;
    for (const outcome of outcomes) this.#sink?.done(outcome);
  }

  #take(message: ThreadMessage): void {
    try {
      if (message.kind === 'batch') this.#sink?.batch(message.batch);
      else if (message.kind === 'done') this.#takeOutcomes(message.outcomes);
      else this.#reading?.resolve();
    } catch (error) {
      this.#sink = undefined;
      this.#reading?.reject(error);
    }
    if (message.kind !== 'batch') return;
    Atomics.sub(this.#taken, 0, 1);
    Atomics.notify(this.#taken, 0);
  }
}

/** The build puts the name of the built file here. */
function workerUrl(): URL {
  return new URL('./scan-worker.ts', import.meta.url);
}
