import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterParams, parseAddress, readSearch, toggled, writeAddress } from './search.ts';

test('an address is the state: written and read again it is the same', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 });
  const search = fc.record(
    {
      range: fc.constantFrom('7d', 'all', 'custom'),
      model: ids,
      project: ids,
      hour: fc.uniqueArray(fc.constantFrom('thu-14', 'mon', '09'), { minLength: 1 }),
      q: fc.string({ minLength: 1, maxLength: 30 }),
      unit: fc.constantFrom('cost', 'tokens'),
      rank: fc.constantFrom('cost', 'lastHeard'),
      left: fc.string({ minLength: 1, maxLength: 32 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(search, (state) => {
      const written = writeAddress(state as Record<string, unknown>);
      expect(readSearch(parseAddress(written))).toEqual(state);
    }),
  );
});

test('an address that makes no sense still opens', () => {
  expect(readSearch(parseAddress('?range=forever&bucket=&since=yesterday&model=&sort=cost&x=1&hour=noon'))).toEqual({
    sort: 'cost',
  });
});

test('the query of the API holds every filter and nothing else', () => {
  expect(filterParams({ stack: 'model', unit: 'cost', model: ['b', 'a'], hour: ['thu-14'], q: 'x' }).toString()).toBe(
    'range=30d&model=b&model=a&hour=thu-14&q=x',
  );
  expect(filterParams({ range: '7d', since: '2026-01-01' }).toString()).toBe('range=7d');
  expect(filterParams({ range: 'custom', since: '2026-01-01' }).toString()).toBe('range=custom&since=2026-01-01');
});

test('a second click takes a filter away', () => {
  expect(toggled(undefined, 'a')).toEqual(['a']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggled(['a'], 'a')).toBeUndefined();
});
