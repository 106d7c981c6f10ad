import { toNanoUsd as nanoUsd, type NanoUsd } from '../contract/units.ts';
import type { Tokens } from '../contract/usage-event.ts';
import type { Rates } from './rates.ts';

/**
 * An exact sum of money: `nano` billionths of a dollar plus `pico` trillionths, both integers, 0 <= pico < 1000.
 * Exact while the sum is below nine million dollars. Sums are added here and rounded once, when printed.
 */
export interface Money {
  nano: number;
  pico: number;
}

export const zeroMoney = (): Money => ({ nano: 0, pico: 0 });

/**
 * Adds what the tokens and web searches cost. Exact for counts below 1e12: a rate is split into whole nano-dollars
 * and the rest below 1000 pico-dollars, so that neither product leaves the integers a double holds.
 */
export function addCost(money: Money, rates: Rates, tokens: Tokens, webSearches: number): void {
  addProduct(money, tokens.input, rates.input);
  addProduct(money, tokens.output, rates.output);
  addProduct(money, tokens.cache5m, rates.cache5m);
  addProduct(money, tokens.cache1h, rates.cache1h);
  addProduct(money, tokens.cacheRead, rates.cacheRead);
  addProduct(money, webSearches, rates.webSearch);
}

export function addMoney(money: Money, more: Money): void {
  money.nano += more.nano;
  addPico(money, more.pico);
}

/** Rounded to whole nano-dollars, half up. The only place where money is rounded. */
export function toNanoUsd(money: Money): NanoUsd {
  return nanoUsd(money.nano + (money.pico >= 500 ? 1 : 0));
}

/** What one turn or one sum of turns costs, rounded once. */
export function costOf(rates: Rates, tokens: Tokens, webSearches: number): NanoUsd {
  const money = zeroMoney();
  addCost(money, rates, tokens, webSearches);
  return toNanoUsd(money);
}

/** Adds `count` at a rate in whole pico-dollars: one bucket of what `addCost` adds. */
export function addProduct(money: Money, count: number, picoRate: number): void {
  if (count === 0) return;
  const pico = picoRate % 1000;
  money.nano += count * ((picoRate - pico) / 1000);
  if (pico !== 0) addPico(money, count * pico);
}

function addPico(money: Money, pico: number): void {
  const sum = money.pico + pico;
  money.pico = sum % 1000;
  money.nano += (sum - money.pico) / 1000;
}
