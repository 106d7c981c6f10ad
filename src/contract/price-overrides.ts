import { z } from 'zod';
import { UsageError } from './errors.ts';

/** Far above any price; keeps every rate an exact integer of pico-dollars. */
const MAX_USD_PER_MTOK = 100_000;

const usdPerMtok = z
  .number({ error: 'expected US dollars per million tokens, a number' })
  .min(0, 'a price is 0 or more')
  .max(MAX_USD_PER_MTOK, `a price is at most ${MAX_USD_PER_MTOK} US dollars per million tokens`);
const utcDate = z.iso.date({ error: 'expected a UTC date, YYYY-MM-DD' });
const modelName = z.string().trim().min(1, 'a model name is not empty').max(300);

/** The user's price of one model from a day on, in US dollars per million tokens. */
export const rateOverride = z.strictObject({
  input: usdPerMtok,
  output: usdPerMtok,
  /** Left out: 1.25 times the input price. */
  cacheWrite5m: usdPerMtok.optional(),
  /** Left out: twice the input price. */
  cacheWrite1h: usdPerMtok.optional(),
  /** Left out: a tenth of the input price. */
  cacheRead: usdPerMtok.optional(),
  /** First day of the price; left out: always. Before the first day the list price holds. */
  from: utcDate.optional(),
});
export type RateOverride = z.infer<typeof rateOverride>;

/** Price overrides in the preferences: prices per model, and names that mean another model. */
export const priceOverrides = z.strictObject({
  models: z.record(modelName, z.union([rateOverride, z.array(rateOverride).min(1)])).optional(),
  aliases: z.record(modelName, modelName).optional(),
});
export type PriceOverrides = z.infer<typeof priceOverrides>;

/** Prices that `prices refresh` took from a published list: below the user's own, and below a shipped list made later. */
export interface FetchedPrices {
  /** UTC day on which they were fetched. */
  readonly date: string;
  /** The address or file they came from. */
  readonly from: string;
  readonly models: Readonly<Record<string, RateOverride>>;
}

const TAKES =
  'It takes {"models": {"NAME": {"input": 5, "output": 25, "cacheWrite5m": 6.25, "cacheWrite1h": 10, ' +
  '"cacheRead": 0.5, "from": "2026-11-01"}}, "aliases": {"NAME": "MODEL"}}, in US dollars per million tokens.';

/**
 * Checks price overrides. `where` names the file and key for the message.
 * Throws `config` naming the offending key, what was found and what it takes.
 */
export function parsePriceOverrides(value: unknown, where: string): PriceOverrides {
  const result = priceOverrides.safeParse(value);
  if (result.success) return result.data;
  const issue = innermost(result.error.issues[0]!);
  const key = [where, ...issue.path.map(String)].join('.');
  const found = JSON.stringify(at(value, issue.path)) ?? 'nothing';
  throw new UsageError('config', `${key}: ${issue.message}, found ${found.slice(0, 80)}`, TAKES);
}

type Issue = z.core.$ZodIssue;

/** A union reports one issue for all of its members; the useful one is that of the member with the deepest complaint. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner ? innermost({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}
