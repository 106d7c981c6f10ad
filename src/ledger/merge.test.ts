import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rank } from '../contract/usage-event.ts';
import { compareSighting, compareUsage, isConflict, type Sighting, unionTools, type UsageCopy } from './merge.ts';

const small = fc.nat(3);
const copy: fc.Arbitrary<UsageCopy> = fc.record({
  rank: fc.constantFrom<Rank>(0, 1, 2, 3),
  final: fc.boolean(),
  hasSpeed: fc.boolean(),
  webSearches: small,
  cliVersion: fc.constantFrom('2.1.1', '2.1.2'),
  model: fc.constantFrom('a', 'b'),
  fast: fc.boolean(),
  batch: fc.boolean(),
  us: fc.boolean(),
  context: fc.constantFrom(0, 1, 2),
  input: small,
  output: small,
  cache5m: small,
  cache1h: small,
  cacheRead: small,
});
const sighting: fc.Arbitrary<Sighting> = fc.record({
  rank: fc.constantFrom<Rank>(0, 1, 2, 3),
  ownerCertain: fc.boolean(),
  bornMs: small,
  sessionUid: fc.constantFrom('s1', 's2'),
  cwd: fc.constantFrom('/a', '/b'),
  gitBranch: fc.constantFrom('', 'main'),
  agentId: fc.constantFrom('', 'x'),
  machineUid: fc.constantFrom('m1', 'm2'),
});

function expectTotalOrder<T>(items: readonly T[], compare: (a: T, b: T) => number): void {
  for (const a of items) {
    expect(compare(a, a)).toBe(0);
    for (const b of items) {
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) || 0);
      if (compare(a, b) === 0) expect(a).toEqual(b);
      for (const c of items) if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
    }
  }
}

test('copies of a turn are totally ordered: equal only when they say the same', () => {
  fc.assert(fc.property(fc.array(copy, { maxLength: 5 }), (items) => expectTotalOrder(items, compareUsage)));
});

test('sightings of a turn are totally ordered', () => {
  fc.assert(fc.property(fc.array(sighting, { maxLength: 5 }), (items) => expectTotalOrder(items, compareSighting)));
});

test('the main chain beats a larger sidechain, which beats a larger nested copy', () => {
  const base: UsageCopy = {
    rank: 3,
    final: false,
    hasSpeed: false,
    webSearches: 0,
    cliVersion: '',
    model: 'm',
    fast: false,
    batch: false,
    us: false,
    context: 0,
    input: 1,
    output: 1,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 20,
  };
  const replay: UsageCopy = { ...base, rank: 2, cacheRead: 50_000 };
  const nested: UsageCopy = { ...base, rank: 0, cacheRead: 900_000 };
  expect(compareUsage(base, replay)).toBeGreaterThan(0);
  expect(compareUsage(replay, nested)).toBeGreaterThan(0);
  expect(compareUsage({ ...base, output: 9 }, { ...base, final: true })).toBeGreaterThan(0);
  expect(compareUsage({ ...base, final: true }, base)).toBeGreaterThan(0);
});

test('only two main-chain copies can conflict', () => {
  fc.assert(
    fc.property(copy, copy, (a, b) => {
      const differ = a.input !== b.input || a.model !== b.model;
      expect(isConflict(a, b)).toBe(differ && a.rank === 3 && b.rank === 3);
    }),
  );
});

test('tools are a set: any order and any repeats give the same list', () => {
  const tools = fc.array(fc.constantFrom('Bash', 'Edit', 'Read', ''), { maxLength: 6 });
  fc.assert(
    fc.property(tools, tools, (a, b) => {
      const fold = (names: string[]): string => names.reduce(unionTools, '');
      expect(fold([...a, ...b])).toBe(fold([...b, ...a, ...a]));
      expect(unionTools(fold(a), fold(b))).toBe(fold([...a, ...b]));
    }),
  );
});
