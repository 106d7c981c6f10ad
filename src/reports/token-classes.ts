import { TOKEN_CLASSES, type TokenClass } from '../contract/reports/page.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { addCost, zeroMoney, type Money } from '../pricing/money.ts';
import type { Rates } from '../pricing/rates.ts';

/** Tokens and exact money of one token class. */
export interface ClassSum {
  tokens: number;
  readonly money: Money;
}

const NOTHING = { input: 0, output: 0, cache5m: 0, cache1h: 0, cacheRead: 0 };
/** The bucket of a class; web searches have none. */
const BUCKETS: Record<TokenClass, keyof typeof NOTHING | undefined> = {
  cacheRead: 'cacheRead',
  cacheWrite5m: 'cache5m',
  cacheWrite1h: 'cache1h',
  input: 'input',
  output: 'output',
  webSearch: undefined,
};

/** Sums of each class, in TOKEN_CLASSES order. */
export function newClassSums(): ClassSum[] {
  return TOKEN_CLASSES.map(() => ({ tokens: 0, money: zeroMoney() }));
}

/** Adds a cell, each bucket to its class. Without rates only tokens are added. */
export function addToClasses(sums: readonly ClassSum[], cell: UsageCell, rates: Rates | undefined): void {
  for (let i = 0; i < TOKEN_CLASSES.length; i++) {
    const sum = sums[i]!;
    const bucket = BUCKETS[TOKEN_CLASSES[i]!];
    const count = bucket === undefined ? cell.webSearches : cell[bucket];
    if (count === 0) continue;
    if (bucket === undefined) {
      if (rates) addCost(sum.money, rates, NOTHING, count);
    } else {
      sum.tokens += count;
      if (rates) addCost(sum.money, rates, { ...NOTHING, [bucket]: count }, 0);
    }
  }
}
