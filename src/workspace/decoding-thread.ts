import { Worker } from 'node:worker_threads';
import { threadEnv } from '../lib/thread-env.ts';
import type { Segment } from './wire/segment.ts';
import { NewerFormat, WireError } from './wire/untrusted.ts';

/** What the thread answers. */
export type Decoded = { readonly segment: Segment } | { readonly refused: string; readonly isNewer: boolean };

interface Waiting {
  readonly resolve: (segment: Segment) => void;
  readonly reject: (error: unknown) => void;
}

/** A second thread that unpacks segments while this one writes to the ledger. Stop it in any case. */
export class DecodingThread {
  readonly #worker = new Worker(new URL('./decode-worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
    env: threadEnv(),
  });
  readonly #waiting: Waiting[] = [];
  #ended: Error | undefined;

  constructor() {
    this.#worker.on('message', (decoded: Decoded) => {
      const { resolve, reject } = this.#waiting.shift()!;
      if ('segment' in decoded) resolve(decoded.segment);
      else reject(decoded.isNewer ? new NewerFormat(decoded.refused) : new WireError(decoded.refused));
    });
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#end(new Error(`the decoding thread ended with status ${code}`)));
  }

  /** Takes the bytes over. Throws WireError with the reason when they are no segment. */
  decode(bytes: Uint8Array): Promise<Segment> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(bytes);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
