import type { FetchedPrices, PriceOverrides } from '../contract/price-overrides.ts';
import type { PriceClass } from '../contract/usage-event.ts';
import { createMatcher, type MatchModel } from './match-model.ts';
import { applyFetched, applyOverrides, resolveAliases } from './overrides.ts';
import { changesOf, ratesAt, type PricedModel, type Rates } from './rates.ts';
import { textHash } from './text-hash.ts';
import { shippedTable, type ListedModel, type ShippedTable } from './shipped-table.ts';

/** Every price the program knows: the list that ships with it, what was fetched, the user's own. */
export interface PriceTable {
  /** Day the shipped prices were compiled, `YYYY-MM-DD`. */
  readonly date: string;
  /** Changes whenever a price may have: part of the key of anything cached that holds money. */
  readonly hash: string;
  /** Instants at which some price changes, ascending. The epoch of an instant t is the number of them <= t. */
  readonly epochs: readonly number[];
  readonly models: readonly PricedModel[];
  readonly match: MatchModel;
  /** Rates of a class within one epoch; undefined = no price is known, which a report must say. */
  rates(cls: PriceClass, epoch: number): Rates | undefined;
}

/** Index of the epoch that an instant falls into. */
export function epochOf(epochs: readonly number[], ms: number): number {
  const first = epochs.findIndex((start) => start > ms);
  return first < 0 ? epochs.length : first;
}

/** Builds the price table. Throws `config` for an alias that leads nowhere. */
export function loadPriceTable(
  overrides: PriceOverrides = {},
  fetched: FetchedPrices | null = null,
  shipped: ShippedTable = shippedTable,
): PriceTable {
  const shippedModels = shipped.models.map((m) => pricedModel(m, shipped));
  const listed = fetched === null ? shippedModels : applyFetched(shippedModels, fetched, shipped);
  const models = applyOverrides(listed, overrides, shipped);
  const match = createMatcher(models, resolveAliases(models, overrides));
  const epochs = [...new Set(models.flatMap(changesOf))].toSorted((a, b) => a - b);
  let hash: string | undefined;
  return {
    date: shipped.date,
    // Only caches ask for it, and a report on the terminal has none.
    get hash() {
      return (hash ??= textHash(
        JSON.stringify(fetched === null ? [shipped, overrides] : [shipped, overrides, fetched]),
      ));
    },
    epochs,
    models,
    match,
    rates: memoisedRates(match, epochs),
  };
}

/** Texts that are equal for classes of one model that cost the same, each in its epoch. */
export function costKeyOf({ rates }: PriceTable): (cls: PriceClass, epoch: number) => string {
  return (cls, epoch) => `${cls.model}\n${JSON.stringify(rates(cls, epoch) ?? null)}`;
}

function memoisedRates(match: MatchModel, epochs: readonly number[]): PriceTable['rates'] {
  const byModel = new Map<string, (Rates | undefined)[]>();
  return (cls, epoch) => {
    let known = byModel.get(cls.model);
    if (!known) byModel.set(cls.model, (known = []));
    const slot = epoch * 24 + cls.context * 8 + (cls.fast ? 4 : 0) + (cls.batch ? 2 : 0) + (cls.us ? 1 : 0);
    if (slot in known) return known[slot];
    const found = match(cls.model);
    const ms = epochs[epoch - 1] ?? -Infinity;
    return (known[slot] = found && ratesAt(found.model, cls, found.regional, ms));
  };
}

function pricedModel(m: ListedModel, table: ShippedTable): PricedModel {
  const span = (s: { from: string; to: string | null }): { fromMs: number; toMs: number } => ({
    fromMs: Date.parse(s.from),
    toMs: s.to === null ? Infinity : Date.parse(s.to),
  });
  return {
    id: m.id,
    name: m.name,
    aliases: m.aliases,
    periods: m.periods.map((p) => ({ fromMs: Date.parse(p.from), rates: p.rates, override: false })),
    longContext: m.longContext && {
      ...span(m.longContext),
      aboveTokens: m.longContext.aboveTokens,
      rates: m.longContext.rates,
    },
    fast: m.fast.map((f) => ({ ...span(f), multiplier: f.multiplier, longContext: f.longContext })),
    batchMultiplier: m.batchMultiplier,
    usMultiplier: m.usPremium ? table.usMultiplier : 1,
    regionalMultiplier: m.regionalPremium ? table.regionalMultiplier : 1,
    webSearchUsdPer1000: table.webSearchUsdPer1000,
    note: m.note,
    source: m.source,
  };
}
