import { describe, expect, test } from 'vitest';
import type { PriceClass } from '../contract/usage-event.ts';
import { epochOf, loadPriceTable } from './price-table.ts';
import type { Rates } from './rates.ts';

const table = loadPriceTable();

/** Rates of a day in US dollars per million tokens: input, output, 5m write, 1h write, read. */
function usd(model: string, day: string, cls: Partial<PriceClass> = {}): readonly number[] {
  const rates = ratesOn(model, day, cls);
  return [rates.input, rates.output, rates.cache5m, rates.cache1h, rates.cacheRead].map((pico) => pico / 1e6);
}
function ratesOn(model: string, day: string, cls: Partial<PriceClass>): Rates {
  const all: PriceClass = { model, fast: false, batch: false, us: false, context: 0, ...cls };
  return table.rates(all, epochOf(table.epochs, Date.parse(day)))!;
}

describe('dated prices', () => {
  test('the price of the day, from UTC midnight on', () => {
    expect(usd('claude-sonnet-5-5', '2026-10-06T23:59:59.999Z')).toEqual([2, 10, 2.5, 4, 0.2]);
    expect(usd('claude-sonnet-5-5', '2026-10-07')).toEqual([2, 10, 2.5, 4, 0.1]);
  });
  test('before the first period the first holds, after the last the last', () => {
    expect(usd('claude-opus-5', '2020-01-01')).toEqual([5, 25, 6.25, 10, 0.5]);
    expect(usd('claude-opus-5', '2040-01-01')).toEqual([5, 25, 6.25, 10, 0.5]);
    expect(usd('claude-sonnet-4-6', '2020-01-01', { context: 2 })).toEqual([6, 22.5, 7.5, 12, 0.6]);
  });
});

describe('long context: the whole request, by the size of the request', () => {
  test('above 200k while the tier lasted', () => {
    expect(usd('claude-opus-4-6', '2026-03-12', { context: 2 })).toEqual([10, 37.5, 12.5, 20, 1]);
    expect(usd('claude-opus-4-6', '2026-03-12', { context: 1 })).toEqual([5, 25, 6.25, 10, 0.5]);
    expect(usd('claude-opus-4-6', '2026-03-13', { context: 2 })).toEqual([5, 25, 6.25, 10, 0.5]);
  });
  test('Sonnet 4 had it only from August 2025', () => {
    expect(usd('claude-sonnet-4-20250514', '2025-08-11', { context: 2 })[0]).toBe(3);
    expect(usd('claude-sonnet-4-20250514', '2025-08-12', { context: 2 })[0]).toBe(6);
  });
  test('above 100k for Haiku 5.5, still', () => {
    expect(usd('claude-haiku-5-5', '2027-01-01', { context: 0 })).toEqual([0.1, 0.5, 0.125, 0.2, 0.01]);
    expect(usd('claude-haiku-5-5', '2027-01-01', { context: 1 })).toEqual([0.5, 2.5, 0.625, 1, 0.05]);
  });
});

describe('fast mode', () => {
  test('multiplies every bucket', () => {
    expect(usd('claude-opus-5', '2026-09-01', { fast: true })).toEqual([10, 50, 12.5, 20, 1]);
    expect(usd('claude-opus-4-7', '2026-06-01', { fast: true })).toEqual([30, 150, 37.5, 60, 3]);
  });
  test('before its first day it costs what it first did; after its last it is gone', () => {
    expect(usd('claude-opus-4-7', '2026-05-01', { fast: true })[0]).toBe(30);
    expect(usd('claude-opus-4-6', '2026-06-28T23:59:59.999Z', { fast: true })[0]).toBe(30);
    expect(usd('claude-opus-4-6', '2026-06-29', { fast: true })[0]).toBe(5);
    expect(usd('claude-opus-4-8', '2026-12-24', { fast: true })[0]).toBe(5);
  });
  test('a model without fast mode has its normal rates', () => {
    expect(usd('claude-haiku-4-5', '2026-09-01', { fast: true })).toEqual(usd('claude-haiku-4-5', '2026-09-01'));
  });
  test('multiplied the long-context rates of Opus 4.6 until 22 February 2026', () => {
    expect(usd('claude-opus-4-6', '2026-02-21', { fast: true, context: 2 }).slice(0, 2)).toEqual([60, 225]);
    expect(usd('claude-opus-4-6', '2026-02-22', { fast: true, context: 2 }).slice(0, 2)).toEqual([30, 150]);
  });
});

describe('factors stack', () => {
  test('US inference costs a tenth more from Claude 4.6 on', () => {
    expect(usd('claude-opus-4-6', '2026-06-01', { us: true })).toEqual([5.5, 27.5, 6.875, 11, 0.55]);
    expect(usd('claude-haiku-4-5', '2026-06-01', { us: true })[0]).toBe(1);
  });
  test('a regional endpoint costs a tenth more from Claude 4.5 on, once', () => {
    expect(usd('us.anthropic.claude-haiku-4-5-20251001-v1:0', '2026-06-01')[0]).toBe(1.1);
    expect(usd('global.anthropic.claude-haiku-4-5-20251001-v1:0', '2026-06-01')[0]).toBe(1);
    expect(usd('us.anthropic.claude-opus-4-1-20250805-v1:0', '2026-06-01')[0]).toBe(15);
    expect(usd('us.anthropic.claude-opus-4-6-v1', '2026-06-01', { us: true })[0]).toBe(5.5);
  });
  test('batch is half, fast and US on top', () => {
    expect(usd('claude-opus-5', '2026-09-01', { batch: true })).toEqual([2.5, 12.5, 3.125, 5, 0.25]);
    expect(usd('claude-opus-5', '2026-09-01', { fast: true, us: true })[1]).toBe(55);
  });
  test('a web search costs a cent whatever the mode', () => {
    const modes = [{}, { fast: true }, { batch: true, us: true }];
    expect(modes.map((m) => ratesOn('claude-opus-5', '2026-09-01', m).webSearch)).toEqual([1e10, 1e10, 1e10]);
  });
});
