import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Meter, type Counters } from './meter.ts';

const counters = (output: number, input = output): Counters => ({
  input,
  output,
  cacheRead: 0,
  cacheCreation: 0,
  webSearches: 0,
});
const reading = (output: number): Map<string, Counters> => new Map([['m', counters(output)]]);

test('growth is counted, not the reading', () => {
  const meter = new Meter();
  expect([5, 8, 8].map((n) => meter.advance(reading(n)).get('m')?.output)).toEqual([5, 3, 0]);
});

test('a reading that fell is a new meter', () => {
  const meter = new Meter();
  expect([50, 8, 10].map((n) => meter.advance(reading(n)).get('m')?.output)).toEqual([50, 8, 2]);
});

test('one counter that fell is enough, and so is a model that vanished', () => {
  const meter = new Meter();
  meter.advance(new Map([['m', counters(5, 9)]]));
  expect(meter.advance(new Map([['m', counters(6, 8)]])).get('m')).toEqual(counters(6, 8));
  expect(meter.advance(new Map([['other', counters(7)]])).get('other')).toEqual(counters(7));
});

test('what is counted over one meter is its last reading', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1000 }), { minLength: 1 }), (steps) => {
      const meter = new Meter();
      let total = 0;
      let counted = 0;
      for (const step of steps) {
        total += step;
        counted += meter.advance(reading(total)).get('m')?.output ?? 0;
      }
      expect(counted).toBe(total);
    }),
  );
});
