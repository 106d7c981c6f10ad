import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuery } from './canonical-query.ts';
import type { QueryValues } from './canonical-query.ts';

test('keys are in order, lists are sorted without repeats, nothing stands for nothing', () => {
  expect(
    canonicalQuery({
      range: '7d',
      machine: ['b', 'a', 'b'],
      q: '',
      model: [],
      limit: 5,
      full: false,
      since: undefined,
    }),
  ).toBe('full=false&limit=5&machine=a&machine=b&range=7d');
  expect(canonicalQuery({})).toBe('');
});

const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.integer(), fc.boolean(), fc.constant(undefined));
const query = fc.dictionary(fc.constantFrom('range', 'machine', 'model', 'q', 'limit'), value);

test('the order in which a query was written does not matter', () => {
  fc.assert(
    fc.property(query, (values) => {
      const turned: QueryValues = Object.fromEntries(
        Object.entries(values)
          .reverse()
          .map(([key, of]) => [key, Array.isArray(of) ? of.toReversed() : of]),
      );
      expect(canonicalQuery(turned)).toBe(canonicalQuery(values));
    }),
  );
});

test('two questions that differ have different texts: no value can pass for another key', () => {
  fc.assert(
    fc.property(query, query, (one, other) => {
      const meaning = (values: QueryValues): string =>
        JSON.stringify(
          Object.entries(values)
            .filter(([, of]) => of !== undefined && of !== '' && !(Array.isArray(of) && of.length === 0))
            .map(([key, of]) => [key, Array.isArray(of) ? [...new Set<string>(of)].sort() : [String(of)]])
            .sort(([a], [b]) => (a! < b! ? -1 : 1)),
        );
      expect(canonicalQuery(one) === canonicalQuery(other)).toBe(meaning(one) === meaning(other));
    }),
  );
});
