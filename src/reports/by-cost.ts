import type { Order } from '../contract/reports/report-query.ts';
import { byName } from './fold.ts';

/** Dearest first (`asc`: cheapest first); among equal costs more tokens first; then by name, so that an order is total. */
export function byCost<R extends { readonly totalCost: number; readonly totalTokens: number }>(
  nameOf: (row: R) => string,
  order: Order = 'desc',
): (a: R, b: R) => number {
  const sign = order === 'desc' ? 1 : -1;
  return (a, b) => sign * (b.totalCost - a.totalCost || b.totalTokens - a.totalTokens) || byName(nameOf(a), nameOf(b));
}
