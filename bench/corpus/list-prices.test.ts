import { expect, test } from 'vitest';
import { picoCost, type PricedUse } from './list-prices.ts';

const none: PricedUse = {
  model: 'claude-opus-5',
  fast: false,
  batch: false,
  us: false,
  ms: Date.parse('2026-09-01T00:00:00Z'),
  input: 0,
  output: 0,
  w5: 0,
  w1: 0,
  read: 0,
  web: 0,
};
const usd = (use: Partial<PricedUse>): number => Number(picoCost({ ...none, ...use })) / 1e12;

test('costs that Claude Code itself printed are reproduced', () => {
  expect(usd({ input: 2, output: 4, read: 10_139, w1: 44_562 })).toBeCloseTo(0.4507995, 10);
  expect(usd({ model: 'claude-haiku-4-5-20251001', input: 901, output: 11 })).toBeCloseTo(0.000956, 10);
  expect(usd({ model: 'claude-opus-5[1m]', input: 21_112, output: 18_766, read: 46_848 })).toBeCloseTo(0.598134, 10);
});

test('a long request is dearer as a whole, only above the threshold and only while the tier was in force', () => {
  const long = { model: 'claude-sonnet-4-5-20250929', ms: Date.parse('2026-04-29T00:00:00Z') };
  expect(usd({ ...long, input: 200_000 })).toBe(0.6);
  expect(usd({ ...long, input: 300_000 })).toBe(1.8);
  expect(usd({ ...long, input: 300_000, ms: Date.parse('2026-04-30T00:00:00Z') })).toBe(0.9);
});

test('fast, batch and US inference multiply tokens but not web searches', () => {
  const use = { input: 1_000_000, web: 100 };
  expect(usd(use)).toBe(6);
  expect(usd({ ...use, fast: true })).toBe(11);
  expect(usd({ ...use, batch: true })).toBe(3.5);
  expect(usd({ ...use, us: true })).toBe(6.5);
  expect(usd({ ...use, us: true, fast: true })).toBe(12);
});

test('a model nobody sells has no price', () => {
  expect(picoCost({ ...none, model: 'claude-zeppelin-9', input: 5 })).toBeUndefined();
});
