import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UsageCell } from '../ledger.ts';
import { foldCells, widenFilter } from './merged-machines.ts';

const counts = ['turns', 'unfinal', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const;
const cell = fc.record({
  machine: fc.integer({ min: 1, max: 4 }),
  classId: fc.integer({ min: 1, max: 2 }),
  epoch: fc.integer({ min: 0, max: 1 }),
  ...Object.fromEntries(counts.map((name) => [name, fc.nat({ max: 1000 })])),
}) as fc.Arbitrary<UsageCell>;
const targets = new Map([
  [2, 1],
  [4, 1],
]);

const total = (cells: readonly UsageCell[], of: (cell: UsageCell) => boolean): number[] =>
  counts.map((name) => cells.filter(of).reduce((sum, c) => sum + c[name], 0));

test('merging machines changes no sum, in any order, and leaves one cell of each kind', () => {
  fc.assert(
    fc.property(fc.array(cell), (cells) => {
      const folded = foldCells(cells, targets);
      expect(folded.some((c) => targets.has(c.machine ?? 0))).toBe(false);
      const kinds = folded.map((c) => [c.machine, c.classId, c.epoch].join());
      expect(new Set(kinds).size).toBe(kinds.length);
      for (const machine of [1, 3]) {
        const counted = (c: UsageCell): boolean => (targets.get(c.machine ?? 0) ?? c.machine) === machine;
        expect(total(folded, counted)).toEqual(total(cells, counted));
      }
      const key = (c: UsageCell): string => JSON.stringify(c);
      expect(foldCells(cells.toReversed(), targets).map(key).toSorted()).toEqual(folded.map(key).toSorted());
    }),
  );
});

test('a filter on a machine takes its former selves along, any other filter stays', () => {
  const query = (machines?: number[]) => ({ filter: { machines, projects: [7] } });
  expect(widenFilter(query([1]), targets).filter).toEqual({ machines: [1, 2, 4], projects: [7] });
  expect(widenFilter(query([3]), targets).filter).toEqual({ machines: [3], projects: [7] });
  expect(widenFilter(query(), targets).filter.machines).toBeUndefined();
  expect(widenFilter(query([]), targets).filter.machines).toEqual([]);
});
