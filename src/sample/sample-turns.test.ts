import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextClassOf } from '../contract/usage-event.ts';
import { loadPriceTable } from '../pricing/price-table.ts';
import { SAMPLE_MACHINES, sampleTurns, type SampleTurn } from './sample-turns.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

test('the same day gives the same sample, a later moment only adds to it', () => {
  const early = sampleTurns(NOW);
  expect(sampleTurns(NOW)).toEqual(early);
  const keys = new Set(sampleTurns(NOW + 6 * 3_600_000).map((turn) => turn.key));
  expect(early.every((turn) => keys.has(turn.key))).toBe(true);
});

const isPossible = (t: SampleTurn): boolean =>
  [t.input, t.output, t.cache5m, t.cache1h, t.cacheRead].every(Number.isSafeInteger) &&
  Math.min(t.input, t.output, t.cache5m + t.cache1h) > 0 &&
  Math.min(t.cache5m, t.cache1h, t.cacheRead) >= 0;

test('whenever it is asked for: nothing in the future, every key once, every count a whole number that can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2035, 0, 1) }), (now) => {
      const turns = sampleTurns(now);
      expect(turns.length).toBeGreaterThan(1000);
      expect(new Set(turns.map((turn) => turn.key)).size).toBe(turns.length);
      expect(turns.filter((t) => t.timestampMs > now || !isPossible(t))).toEqual([]);
    }),
    { numRuns: 5 },
  );
});

test('it shows all there is: every machine, several projects and models, prices for each, quiet weekends', () => {
  const turns = sampleTurns(NOW);
  const { match } = loadPriceTable();
  expect(new Set(turns.map((t) => t.machine))).toEqual(new Set(SAMPLE_MACHINES));
  expect(new Set(turns.map((t) => t.project)).size).toBeGreaterThan(3);
  for (const model of new Set(turns.map((t) => t.model))) expect(match(model)?.how, model).not.toBeUndefined();
  expect(turns.some((t) => t.side) && turns.some((t) => t.webSearches > 0)).toBe(true);
  expect(turns.every((t) => t.context <= contextClassOf(t.cacheRead + t.cache1h + t.cache5m))).toBe(true);
  const weekend = turns.filter((t) => [0, 6].includes(new Date(t.timestampMs).getUTCDay())).length;
  expect(weekend / turns.length).toBeLessThan(0.2);
});
