import { contextClassOf } from '../../contract/usage-event.ts';
import { FLAG, MAX_COUNT } from '../event-batch.ts';
import type { UsageDraft } from '../usage-draft.ts';
import { asObject, type Json } from '../jsonl/json.ts';

/** Takes the name of a counter whose value is damaged. */
export type BadNumber = (field: string) => void;

/**
 * A counter. Absent and null are 0; negative, fractional, above MAX_COUNT or not a number is reported and counts as 0,
 * so that one damaged field does not take the rest of the line with it.
 */
export function readCount(from: Json | undefined, field: string, bad: BadNumber): number {
  const value = from?.[field];
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) return value + 0;
  bad(field);
  return 0;
}

/**
 * Fills the token columns from a `usage` object. Cache writes: the larger of the flat field and the sum of the split;
 * what the split does not explain is 5-minute cache (transcripts.md 2.2).
 */
export function readTokens(draft: UsageDraft, usage: Json, bad: BadNumber): void {
  const split = asObject(usage['cache_creation']);
  const flat = readCount(usage, 'cache_creation_input_tokens', bad);
  const split5m = readCount(split, 'ephemeral_5m_input_tokens', bad);
  const split1h = readCount(split, 'ephemeral_1h_input_tokens', bad);
  draft.input = readCount(usage, 'input_tokens', bad);
  draft.output = readCount(usage, 'output_tokens', bad);
  draft.cache1h = split1h;
  draft.cache5m = Math.max(flat, split5m + split1h) - split1h;
  draft.cacheRead = readCount(usage, 'cache_read_input_tokens', bad);
  draft.webSearches = readCount(asObject(usage['server_tool_use']), 'web_search_requests', bad);
}

/** Flag bits of speed, tier and region. */
export function priceFlags(usage: Json): number {
  const speed = usage['speed'];
  return (
    (typeof speed === 'string' ? FLAG.HAS_SPEED : 0) |
    (speed === 'fast' ? FLAG.FAST : 0) |
    (usage['service_tier'] === 'batch' ? FLAG.BATCH : 0) |
    (usage['inference_geo'] === 'us' ? FLAG.US : 0)
  );
}

/** Flag bits of the context class of a filled draft. */
export function contextFlags(draft: UsageDraft): number {
  return contextClassOf(draft.input + draft.cacheRead + draft.cache5m + draft.cache1h) << FLAG.CONTEXT_SHIFT;
}

/** Nothing was used. Such lines are not turns. */
export const isEmpty = (d: UsageDraft): boolean =>
  d.input === 0 && d.output === 0 && d.cache5m === 0 && d.cache1h === 0 && d.cacheRead === 0 && d.webSearches === 0;
