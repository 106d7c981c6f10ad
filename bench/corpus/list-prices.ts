/**
 * List prices for the reference totals: a second, hand-written copy that shares no code or data with src/pricing, so
 * that an error there cannot hide here. Only the models of our synthetic corpora. Picodollars a token (USD per million
 * tokens x 1e6), exact.
 */
export interface PricedUse {
  readonly model: string;
  readonly fast: boolean;
  readonly batch: boolean;
  readonly us: boolean;
  readonly ms: number;
  readonly input: number;
  readonly output: number;
  /** Cache writes of 5 minutes and of 1 hour. */
  readonly w5: number;
  readonly w1: number;
  readonly read: number;
  readonly web: number;
}

/** input, output, write 5m, write 1h, read: USD per million tokens. */
type Rates = readonly [number, number, number, number, number];
interface Tier {
  readonly above: number;
  readonly rates: Rates;
  readonly until: string;
}
interface Model {
  readonly names: readonly string[];
  readonly periods: readonly { readonly from: string; readonly rates: Rates }[];
  readonly long?: Tier;
  readonly fast?: { readonly times: number; readonly from: string; readonly until: string };
  /** Claude 4.6 and later: `inference_geo: us` costs a tenth more. */
  readonly residency?: boolean;
}

const ever = '9999-12-31';
const start = '0000-01-01';
const one = (...rates: Rates): Model['periods'] => [{ from: start, rates }];

const MODELS: readonly Model[] = [
  {
    names: ['claude-opus-5-5', 'claude-opus-5-5[1m]'],
    periods: one(4, 20, 5, 8, 0.2),
    fast: { times: 2, from: '2026-09-22', until: ever },
    residency: true,
  },
  {
    names: ['claude-opus-5', 'claude-opus-5[1m]'],
    periods: one(5, 25, 6.25, 10, 0.5),
    fast: { times: 2, from: '2026-07-24', until: ever },
    residency: true,
  },
  {
    names: ['claude-opus-4-8', 'claude-opus-4-8[1m]', 'claude-opus-4-8@default'],
    periods: one(5, 25, 6.25, 10, 0.5),
    fast: { times: 2, from: '2026-05-28', until: '2026-11-30' },
    residency: true,
  },
  {
    names: ['claude-opus-4-7'],
    periods: one(5, 25, 6.25, 10, 0.5),
    fast: { times: 6, from: '2026-05-14', until: '2026-07-24' },
    residency: true,
  },
  {
    names: ['claude-opus-4-6', 'global.anthropic.claude-opus-4-6-v1'],
    periods: one(5, 25, 6.25, 10, 0.5),
    long: { above: 200_000, rates: [10, 37.5, 12.5, 20, 1], until: '2026-03-13' },
    fast: { times: 6, from: '2026-02-07', until: '2026-06-29' },
    residency: true,
  },
  {
    names: ['claude-opus-4-5-20251101', 'claude-opus-4-5', 'claude-opus-4-5@20251101'],
    periods: one(5, 25, 6.25, 10, 0.5),
  },
  { names: ['claude-opus-4-1-20250805', 'claude-opus-4-20250514'], periods: one(15, 75, 18.75, 30, 1.5) },
  { names: ['claude-fable-5'], periods: one(10, 50, 12.5, 20, 1), residency: true },
  {
    names: ['claude-sonnet-5-5'],
    periods: [
      { from: '2026-09-28', rates: [2, 10, 2.5, 4, 0.2] },
      { from: '2026-10-07', rates: [2, 10, 2.5, 4, 0.1] },
    ],
    residency: true,
  },
  { names: ['claude-sonnet-5'], periods: one(2, 10, 2.5, 4, 0.2), residency: true },
  {
    names: ['claude-sonnet-4-6'],
    periods: one(3, 15, 3.75, 6, 0.3),
    long: { above: 200_000, rates: [6, 22.5, 7.5, 12, 0.6], until: '2026-03-13' },
    residency: true,
  },
  {
    names: [
      'claude-sonnet-4-5-20250929',
      'claude-sonnet-4-5',
      'claude-sonnet-4-5-20250929[1m]',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    periods: one(3, 15, 3.75, 6, 0.3),
    long: { above: 200_000, rates: [6, 22.5, 7.5, 12, 0.6], until: '2026-04-30' },
  },
  {
    names: ['claude-sonnet-4-20250514'],
    periods: one(3, 15, 3.75, 6, 0.3),
    long: { above: 200_000, rates: [6, 22.5, 7.5, 12, 0.6], until: '2026-04-30' },
  },
  { names: ['claude-3-5-haiku-20241022'], periods: one(0.8, 4, 1, 1.6, 0.08) },
  {
    names: ['claude-haiku-5-5'],
    periods: one(0.1, 0.5, 0.125, 0.2, 0.01),
    long: { above: 100_000, rates: [0.5, 2.5, 0.625, 1, 0.05], until: ever },
    residency: true,
  },
  { names: ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'], periods: one(1, 5, 1.25, 2, 0.1) },
];
const BY_NAME = new Map(MODELS.flatMap((m) => m.names.map((name) => [name, m] as const)));

const PICO_PER_WEB_SEARCH = 10_000_000_000n;

/** Cost in picodollars, exact; undefined for a model that has no list price. */
export function picoCost(use: PricedUse): bigint | undefined {
  const model = BY_NAME.get(use.model);
  if (!model) return undefined;
  const day = new Date(use.ms).toISOString().slice(0, 10);
  const rates = ratesOf(model, use, day);
  const tokens = [use.input, use.output, use.w5, use.w1, use.read];
  // In hundredths, because the residency factor is 1.1 and the batch factor 0.5.
  const factor = (isFast(model, use, day) ? model.fast!.times : 1) * (use.batch ? 50 : 100);
  const tenths = use.us && model.residency ? 11n : 10n;
  let pico = 0n;
  tokens.forEach((n, i) => (pico += BigInt(n) * BigInt(Math.round(rates[i]! * 1e6))));
  return (pico * BigInt(factor) * tenths) / 1000n + BigInt(use.web) * PICO_PER_WEB_SEARCH;
}

function ratesOf(model: Model, use: PricedUse, day: string): Rates {
  const context = use.input + use.w5 + use.w1 + use.read;
  if (model.long && context > model.long.above && day < model.long.until) return model.long.rates;
  return model.periods.findLast((p) => p.from <= day)?.rates ?? model.periods[0]!.rates;
}

function isFast(model: Model, use: PricedUse, day: string): boolean {
  return use.fast && model.fast !== undefined && day >= model.fast.from && day < model.fast.until;
}
