import { z } from 'zod';
import { UsageError } from '../contract/errors.ts';
import type { PriceOverrides, RateOverride } from '../contract/price-overrides.ts';

/** Prices read from a file of LiteLLM's `model_prices_and_context_window.json` format. */
export interface LiteLlmImport {
  readonly overrides: PriceOverrides;
  /** Names that were not taken, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const perToken = z.number().min(0).max(0.1);
/** US dollars per token; the file has many more keys. */
const entry = z.looseObject({
  input_cost_per_token: perToken,
  output_cost_per_token: perToken,
  cache_creation_input_token_cost: perToken.optional(),
  cache_read_input_token_cost: perToken.optional(),
});

/**
 * Prices of the Claude models in such a file, as overrides. Only bare names are taken: the same model under a
 * provider's name may cost something else there. The one-hour write price of the file is known to be wrong for some
 * models, so twice the input price stands. Throws `usage` when it is no such file.
 */
export function importLiteLlm(json: unknown): LiteLlmImport {
  const file = z.record(z.string(), z.unknown()).safeParse(json);
  if (!file.success || !('sample_spec' in file.data || Object.keys(file.data).some(isClaude))) {
    throw new UsageError('usage', 'not a LiteLLM price file', 'Give its model_prices_and_context_window.json.');
  }
  const models: Record<string, RateOverride> = {};
  const skipped: { name: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(file.data)) {
    if (!isClaude(name)) continue;
    const parsed = entry.safeParse(value);
    if (parsed.success) models[name] = rateOf(parsed.data);
    else
      skipped.push({ name, reason: `${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}` });
  }
  return { overrides: { models }, skipped };
}

const isClaude = (name: string): boolean => /^claude-[\w.-]+$/.test(name);

function rateOf(e: z.infer<typeof entry>): RateOverride {
  const { cache_creation_input_token_cost: write, cache_read_input_token_cost: read } = e;
  return {
    input: perMillion(e.input_cost_per_token),
    output: perMillion(e.output_cost_per_token),
    ...(write !== undefined && { cacheWrite5m: perMillion(write) }),
    ...(read !== undefined && { cacheRead: perMillion(read) }),
  };
}

/** Per token to per million, without the noise of binary fractions. */
const perMillion = (usd: number): number => Math.round(usd * 1e12) / 1e6;
