import { asObject, asText, type Json } from '../jsonl/json.ts';

/** An iteration that is billed beside the top-level counters. */
export interface BilledIteration {
  /** Place in `usage.iterations`; the row's key is `<key>#<index>`. */
  readonly index: number;
  /** Empty: the model of the message. */
  readonly model: string;
  readonly usage: Json;
}

/**
 * The iterations the top level does not contain (transcripts.md 2.4): each advisor message and each compaction; and,
 * when a fallback model served the turn, the declined attempts before it that produced output. A declined attempt
 * without output is not billed.
 */
export function billedIterations(iterations: unknown): BilledIteration[] {
  if (!Array.isArray(iterations)) return [];
  const entries = iterations.map((entry: unknown) => asObject(entry));
  const served = entries.findLastIndex((entry) => entry?.['type'] === 'fallback_message');
  const billed: BilledIteration[] = [];
  entries.forEach((usage, index) => {
    if (usage !== undefined && isBilledApart(usage, index < served)) {
      billed.push({ index, model: asText(usage['model']), usage });
    }
  });
  return billed;
}

function isBilledApart(entry: Json, declined: boolean): boolean {
  const type = entry['type'];
  if (type === 'advisor_message' || type === 'compaction') return true;
  if (type !== 'message' && type !== 'fallback_message') return false;
  return declined && entry['output_tokens'] !== 0 && entry['output_tokens'] !== undefined;
}
