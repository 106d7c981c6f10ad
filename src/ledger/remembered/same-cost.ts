import type { PriceClassFacts } from '../ledger.ts';
import type { RollupColumns } from './rollup-columns.ts';

/** Equal texts: turns of the two classes, each in its price epoch, are of one model and cost the same token for token. */
export type CostKey = (cls: PriceClassFacts, epoch: number) => string;

/** Prices that cost the same, as rates numbered from 0 on. */
export interface Rates {
  /** Of each price. */
  readonly ofPrice: Int32Array;
  /** Of each rate, one price that has it. */
  readonly named: RollupColumns['prices'];
}

/** Without a key each price is a rate of its own. */
export function ratesOf({ prices, classes }: RollupColumns, costKey: CostKey | undefined): Rates {
  const ofPrice = Int32Array.from(prices.classId.keys());
  if (!costKey) return { ofPrice, named: prices };
  const known = new Map(classes.map((cls) => [cls.id, cls]));
  const rates = new Map<string, { rate: number; price: number }>();
  for (const [price, classId] of prices.classId.entries()) {
    const cls = known.get(classId);
    const key = cls ? costKey(cls, prices.epoch[price]!) : `class ${classId} ${prices.epoch[price]}`;
    const found = rates.get(key) ?? { rate: rates.size, price };
    rates.set(key, found);
    ofPrice[price] = found.rate;
  }
  const first = Int32Array.from(rates.values(), ({ price }) => price);
  return {
    ofPrice,
    named: { classId: first.map((price) => prices.classId[price]!), epoch: first.map((price) => prices.epoch[price]!) },
  };
}
