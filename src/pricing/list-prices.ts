import type { PriceTable } from './price-table.ts';
import type { PricedModel } from './rates.ts';
import type { ListedRates } from './shipped-table.ts';

/** One price of one model, as `prices list` shows it. Rates in US dollars per million tokens. */
export interface PriceRow extends ListedRates {
  readonly model: string;
  readonly name: string;
  /** First UTC day of the price; null = since always. */
  readonly from: string | null;
  /** Whether this is the price at the instant asked for. */
  readonly current: boolean;
  readonly override: boolean;
  /** Factor of fast mode at the instant; null = the model has none. */
  readonly fastMultiplier: number | null;
  /** Tier for large requests in force at the instant. */
  readonly longContext: (ListedRates & { readonly aboveTokens: number }) | null;
  readonly note: string;
  readonly source: string;
}

/** What a name is priced as, as `prices check` explains it; `how: 'none'` = unpriced. */
export interface NameCheck {
  readonly name: string;
  readonly model: string | null;
  readonly how: 'exact' | 'alias' | 'family' | 'none';
  readonly regional: boolean;
}

/** Every price of every model, newest first within a model, as of an instant. */
export function listPrices(table: PriceTable, atMs: number): readonly PriceRow[] {
  return table.models.flatMap((model) => rowsOf(model, atMs));
}

/** How each name found its price. */
export function checkNames(table: PriceTable, names: readonly string[]): readonly NameCheck[] {
  return names.map((name) => {
    const match = table.match(name);
    if (!match) return { name, model: null, how: 'none', regional: false };
    return { name, model: match.model.id, how: match.how, regional: match.regional };
  });
}

function rowsOf(model: PricedModel, atMs: number): readonly PriceRow[] {
  const current = model.periods.findLast((p) => p.fromMs <= atMs) ?? model.periods[0];
  const fast = model.fast.findLast((f) => f.fromMs <= atMs && atMs < f.toMs);
  const tier = model.longContext;
  const tierHolds = tier !== null && tier.fromMs <= atMs && atMs < tier.toMs;
  return model.periods.toReversed().map((period) => ({
    ...period.rates,
    model: model.id,
    name: model.name,
    from: Number.isFinite(period.fromMs) ? new Date(period.fromMs).toISOString().slice(0, 10) : null,
    current: period === current,
    override: period.override,
    fastMultiplier: fast?.multiplier ?? null,
    longContext: tierHolds && !period.override ? { ...tier.rates, aboveTokens: tier.aboveTokens } : null,
    note: model.note,
    source: period.source ?? model.source,
  }));
}
