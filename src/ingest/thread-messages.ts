/** What the reading thread and the writing one tell each other. */
import type { EventBatch } from '../sources/event-batch.ts';
import type { ReadOutcome } from './read-files.ts';

export type ThreadMessage =
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  | { readonly kind: 'done'; readonly outcomes: readonly ReadOutcome[] }
  /** All was told. Said, because the thread takes a while to end. */
  | { readonly kind: 'end' };
export interface ThreadData {
  /** One counter: batches sent and not yet taken. The thread waits while it is at the limit. */
  readonly inFlight: SharedArrayBuffer;
}
/** Batches that may wait to be written; bounds the memory of a scan. */
export const MAX_IN_FLIGHT = 128;
