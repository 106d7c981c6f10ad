import { CONTEXT_THRESHOLDS, type PriceClass } from '../contract/usage-event.ts';
import type { ListedRates } from './shipped-table.ts';

/** Whole pico-dollars (1e-12 USD) per token of each bucket, and per web search. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cache5m: number;
  readonly cache1h: number;
  readonly cacheRead: number;
  readonly webSearch: number;
}

/** Pico-dollars per token of one US dollar per million tokens. */
const PICO_PER_USD_PER_MTOK = 1_000_000;

/** A model with everything its price depends on; instants in milliseconds, ends exclusive. */
export interface PricedModel {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly periods: readonly PricePeriod[];
  readonly longContext: { aboveTokens: number; fromMs: number; toMs: number; rates: ListedRates } | null;
  readonly fast: readonly { fromMs: number; toMs: number; multiplier: number; longContext: boolean }[];
  readonly batchMultiplier: number;
  /** Factors of `inference_geo: us` and of a regional endpoint; 1 where there is no premium. */
  readonly usMultiplier: number;
  readonly regionalMultiplier: number;
  /** US dollars per 1,000 web searches. */
  readonly webSearchUsdPer1000: number;
  readonly note: string;
  readonly source: string;
}
export interface PricePeriod {
  readonly fromMs: number;
  readonly rates: ListedRates;
  /** Not from the shipped list: holds for requests of any length. */
  readonly override: boolean;
  /** Where an override comes from. */
  readonly source?: string;
}

/**
 * The rates of one request of `model` at an instant. Before the first period the first holds, after the last the last.
 * Factors stack: fast x batch x the larger of the two regional premiums (a request is served at one place). They
 * apply to tokens only; a web search costs the same everywhere.
 */
export function ratesAt(model: PricedModel, cls: PriceClass, regional: boolean, ms: number): Rates {
  const at = Math.max(ms, model.periods[0]!.fromMs);
  const period = model.periods.findLast((p) => p.fromMs <= at)!;
  const fast = cls.fast ? fastPeriodAt(model, at) : undefined;
  const long = !period.override && (fast?.longContext ?? true) && isLongContext(model, cls, at);
  const place = Math.max(cls.us ? model.usMultiplier : 1, regional ? model.regionalMultiplier : 1);
  const factor = (fast?.multiplier ?? 1) * (cls.batch ? model.batchMultiplier : 1) * place;
  return scale(long ? model.longContext!.rates : period.rates, factor, model.webSearchUsdPer1000);
}

/**
 * Instants at which some rate of the model changes. Starts and ends that change nothing are left out: each epoch
 * splits every sum of every report.
 */
export function changesOf(model: PricedModel): readonly number[] {
  const spans = [...model.fast, ...(model.longContext ? [model.longContext] : [])];
  // The first period holds before its start too: nothing changes there.
  const candidates = [...model.periods.slice(1).map((p) => p.fromMs), ...spans.flatMap((s) => [s.fromMs, s.toMs])];
  return candidates.filter((ms) => Number.isFinite(ms) && VARIANTS.some((cls) => differs(model, cls, ms)));
}

const VARIANTS: readonly PriceClass[] = [false, true].flatMap((fast) =>
  ([0, 1, 2] as const).map((context) => ({ model: '', fast, batch: false, us: false, context })),
);

function differs(model: PricedModel, cls: PriceClass, ms: number): boolean {
  const [before, after] = [ratesAt(model, cls, false, ms - 1), ratesAt(model, cls, false, ms)];
  return (Object.keys(after) as (keyof Rates)[]).some((bucket) => before[bucket] !== after[bucket]);
}

/**
 * Before its first period a model's fast mode costs what it first did, as its prices do: the dates are approximate.
 * After the last it is gone, and a request that asks for it runs and is billed at standard speed. A model that never
 * had fast mode has its normal rates.
 */
function fastPeriodAt(model: PricedModel, ms: number): PricedModel['fast'][number] | undefined {
  const latest = model.fast.findLast((f) => f.fromMs <= ms);
  if (!latest) return model.fast[0];
  return ms < latest.toMs ? latest : undefined;
}

function isLongContext(model: PricedModel, cls: PriceClass, ms: number): boolean {
  const tier = model.longContext;
  if (!tier || ms < tier.fromMs || ms >= tier.toMs) return false;
  return cls.context > (CONTEXT_THRESHOLDS as readonly number[]).indexOf(tier.aboveTokens);
}

function scale(listed: ListedRates, factor: number, webSearchUsdPer1000: number): Rates {
  const pico = (usdPerMtok: number): number => Math.round(usdPerMtok * PICO_PER_USD_PER_MTOK * factor);
  return {
    input: pico(listed.input),
    output: pico(listed.output),
    cache5m: pico(listed.cacheWrite5m),
    cache1h: pico(listed.cacheWrite1h),
    cacheRead: pico(listed.cacheRead),
    webSearch: Math.round(webSearchUsdPer1000 * 1e9),
  };
}
