import { TOKEN_CLASSES, type TokenClass } from '../contract/reports/page.ts';
import type { Tokens } from '../contract/usage-event.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { addProduct, zeroMoney, type Money } from '../pricing/money.ts';
import type { Rates } from '../pricing/rates.ts';

/** Tokens and exact money of one token class. */
export interface ClassSum {
  tokens: number;
  readonly money: Money;
}

/** The bucket of a class; web searches have none. */
const BUCKETS: readonly (keyof Tokens | undefined)[] = TOKEN_CLASSES.map((name) => bucketOf(name));

function bucketOf(name: TokenClass): keyof Tokens | undefined {
  switch (name) {
    case 'cacheWrite5m':
      return 'cache5m';
    case 'cacheWrite1h':
      return 'cache1h';
    case 'webSearch':
      return undefined;
    default:
      return name;
  }
}

/** Sums of each class, in TOKEN_CLASSES order. */
export function newClassSums(): ClassSum[] {
  return TOKEN_CLASSES.map(() => ({ tokens: 0, money: zeroMoney() }));
}

/** Adds a cell, each bucket to its class. Without rates only tokens are added. */
export function addToClasses(sums: readonly ClassSum[], cell: UsageCell, rates: Rates | undefined): void {
  for (let i = 0; i < BUCKETS.length; i++) {
    const sum = sums[i]!;
    const bucket = BUCKETS[i];
    if (bucket === undefined) {
      if (rates) addProduct(sum.money, cell.webSearches, rates.webSearch);
    } else {
      sum.tokens += cell[bucket];
      if (rates) addProduct(sum.money, cell[bucket], rates[bucket]);
    }
  }
}
