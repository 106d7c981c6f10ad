import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineOfRoom } from '../../../src/contract/reports/machine-room.ts';
import { machinesCsv, machinesMarkdown, sorted } from './columns.ts';

const machine = (more: Partial<MachineOfRoom>): MachineOfRoom => ({
  ...{ machineId: 'id', machine: 'box', ownName: '', member: '', team: '', slot: 0, self: false, retired: false },
  ...{ formers: [], lastHeard: null, lastTurn: null, costShare: 0, tokenShare: 0, cost: [], tokens: [] },
  ...{ activeDays: 0, longestGap: null, unheard: null, skippedLines: null },
  ...{ inputTokens: 0, outputTokens: 0, cacheCreationTokens: 0, cacheReadTokens: 0, totalTokens: 0, totalCost: 0 },
  ...{ cacheCreation5mTokens: 0, cacheCreation1hTokens: 0, turns: 0, sessions: 0, webSearches: 0, unpricedTokens: 0 },
  ...more,
});
const heard = fc.constantFrom(null, '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z');

test('sorted in either order, a machine without a value is last', () => {
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 9 }), fc.constantFrom('asc', 'desc'), (times, order) => {
      const machines = times.map((lastHeard, i) => machine({ machine: `m${i}`, lastHeard }));
      const found = sorted(machines, 'lastHeard', order).map((m) => m.lastHeard);
      const known = times.filter((t) => t !== null).toSorted();
      if (order === 'desc') known.reverse();
      expect(found).toEqual([...known, ...times.filter((t) => t === null)]);
    }),
  );
});

test('equal figures are in the order of the names, and the machine that answers was heard last', () => {
  const machines = [machine({ machine: 'b', lastHeard: '2026-11-02' }), machine({ machine: 'a', self: true })];
  expect(sorted(machines, 'cost', 'desc').map((m) => m.machine)).toEqual(['a', 'b']);
  expect(sorted(machines, 'lastHeard', 'desc').map((m) => m.machine)).toEqual(['a', 'b']);
});

test('a line of CSV has a cell for each name of its head', () => {
  const [head, row] = machinesCsv([machine({ machine: 'old, box' })], new Map()).split('\r\n');
  expect(row?.startsWith('id,"old, box",')).toBe(true);
  expect(row?.replace('"old, box"', 'x').split(',')).toHaveLength(head?.split(',').length ?? 0);
});

test('Markdown ends with the whole, which is not the sum of what is rounded', () => {
  const totals = { ...machine({}), totalCost: 1.005, totalTokens: 12, turns: 3 };
  expect(
    machinesMarkdown([machine({ self: true })], totals)
      .split('\n')
      .at(-1),
  ).toMatch(/^\| All \|.*\| 3 \| 12 \|/);
});
