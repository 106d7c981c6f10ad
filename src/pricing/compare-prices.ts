import type { RateOverride } from '../contract/price-overrides.ts';
import { listedNames, ratesOf } from './overrides.ts';
import type { PricedModel } from './rates.ts';
import type { ListedRates } from './shipped-table.ts';

/** A model whose price in another list is not that of the table. US dollars per million tokens. */
export interface PriceDifference {
  readonly model: string;
  readonly table: ListedRates;
  readonly list: ListedRates;
}
export interface PriceComparison {
  /** Models that the table has no price of, by name. */
  readonly news: Readonly<Record<string, RateOverride>>;
  readonly differing: readonly (PriceDifference & { readonly rate: RateOverride })[];
  /** Models on which both agree. */
  readonly same: number;
}

/** Another list beside the models of a table, as of an instant. Several names of one model count once, the first found. */
export function comparePrices(
  models: readonly PricedModel[],
  list: Readonly<Record<string, RateOverride>>,
  atMs: number,
): PriceComparison {
  const listed = listedNames(models);
  const news: Record<string, RateOverride> = {};
  const differing: (PriceDifference & { rate: RateOverride })[] = [];
  const seen = new Set<string>();
  let same = 0;
  for (const [name, rate] of Object.entries(list)) {
    const model = listed(name);
    if (model === undefined) news[name] = rate;
    else if (!seen.has(model.id)) {
      seen.add(model.id);
      const table = (model.periods.findLast((p) => p.fromMs <= atMs) ?? model.periods[0]!).rates;
      if (agrees(rate, table)) same += 1;
      else differing.push({ model: model.id, table, list: ratesOf(rate), rate });
    }
  }
  return { news, differing, same };
}

/** What the list does not say it cannot contradict. */
function agrees(rate: RateOverride, table: ListedRates): boolean {
  return (['input', 'output', 'cacheWrite5m', 'cacheRead'] as const).every(
    (kind) => rate[kind] === undefined || Math.abs(rate[kind] - table[kind]) < 1e-9,
  );
}
