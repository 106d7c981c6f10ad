import fc from 'fast-check';
import { expect, test } from 'vitest';
import { machineRoomReport } from '../contract/reports/machine-room.ts';
import { toLocalDay } from '../contract/units.ts';
import type { UsageEvent } from '../contract/usage-event.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { longestGap, machineRoom } from './machine-room.ts';
import { machines } from './machines.ts';
import { summary } from './summary.ts';

const DOLLAR = { model: 'claude-opus-4-8', input: 200_000, output: 0 };
const on = (day: number, more: object = {}): UsageEvent =>
  event({ ...DOLLAR, at: `2026-11-${String(day).padStart(2, '0')}T09:00:00Z`, ...more });
const files = (...events: UsageEvent[]) => [{ bornMs: 0, events }];
const contents = {
  ...contentsOf([]),
  machines: [
    { name: 'laptop', member: 'ana', team: 'web', files: files(on(10), on(11), on(15), on(22)) },
    { name: 'box', member: 'ben', team: 'web', lastHeardMs: Date.UTC(2026, 10, 16, 23), files: files(on(12), on(16)) },
    { name: 'idle', lastHeardMs: Date.UTC(2026, 10, 22, 1), files: [] },
  ],
};
const context = contextOver(contents);

test('every machine has a line, dearest first, also one that used nothing', async () => {
  const report = await machineRoom(context, { range: 'month' });
  expect(machineRoomReport.parse(report)).toEqual(report);
  expect(report.room.machines).toMatchObject([
    { machine: 'laptop', member: 'ana', self: true, turns: 4, totalCost: 4, costShare: 4 / 6, activeDays: 4 },
    { machine: 'box', team: 'web', self: false, turns: 2, totalCost: 2, lastTurn: '2026-11-16T09:00:00.000Z' },
    { machine: 'idle', turns: 0, totalCost: 0, costShare: 0, lastTurn: null, activeDays: 0, longestGap: null },
  ]);
  expect(report.totals).toMatchObject({ turns: 6, totalCost: 6 });
});

test('a gap lies between two turns; what was not heard lies after the last word and before today', async () => {
  const [laptop, box, idle] = (await machineRoom(context, { range: 'month' })).room.machines;
  expect(laptop?.longestGap).toEqual({ since: '2026-11-16', until: '2026-11-21', days: 6 });
  expect(box?.longestGap).toEqual({ since: '2026-11-13', until: '2026-11-15', days: 3 });
  expect([laptop?.unheard, idle?.unheard]).toEqual([null, null]);
  expect(box?.unheard).toEqual({ since: '2026-11-17', until: '2026-11-21', days: 5 });
  const early = await machineRoom(context, { since: '2026-11-01', until: '2026-11-18' });
  expect(early.room.machines.find((m) => m.machine === 'box')?.unheard).toMatchObject({ until: '2026-11-18', days: 2 });
});

test('only this machine tells its skipped lines', async () => {
  const rows = (await machineRoom(context)).room.machines.map((m) => m.skippedLines);
  expect(rows).toEqual([0, null, null]);
});

test('the trend has a step a day, an hour on one or two days, and adds up', async () => {
  const month = await machineRoom(context, { since: '2026-11-10', until: '2026-11-22' });
  expect(month.room.steps).toHaveLength(13);
  expect(month.room.machines[0]?.cost).toEqual([1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  const day = await machineRoom(context, { since: '2026-11-22', until: '2026-11-22' });
  expect(day.room.steps).toHaveLength(24);
  expect(day.room.machines[0]?.tokens[9]).toBe(200_000);
});

test('the filters choose the machines, and rule every figure', async () => {
  const report = await machineRoom(context, { range: 'month', team: ['web'], member: ['ben'] });
  expect(report.room.machines.map((m) => [m.machine, m.turns, m.costShare])).toEqual([['box', 2, 1]]);
  expect(report.totals.turns).toBe(2);
});

test('an empty ledger has its machine and no steps', async () => {
  const { room } = await machineRoom(contextOver([]));
  expect(room.machines).toHaveLength(1);
  expect(room.steps).toEqual([]);
});

const someTurns = fc.array(fc.record({ day: fc.integer({ min: 1, max: 22 }), machine: fc.nat({ max: 2 }) }), {
  maxLength: 25,
});

test('each line is the summary of its machine alone, and the lines add up to the whole', async () => {
  await fc.assert(
    fc.asyncProperty(someTurns, fc.constantFrom('7d', 'month', 'all'), async (turns, range) => {
      const some = contextOver({
        ...contents,
        machines: contents.machines.map((m, i) => ({
          ...m,
          files: files(...turns.flatMap((t, n) => (t.machine === i ? [on(t.day, { key: `k${n}`, input: n })] : []))),
        })),
      });
      const { room, totals } = await machineRoom(some, { range });
      for (const row of room.machines) {
        const alone = await summary(some, { range, machine: [row.machineId] });
        expect(row).toMatchObject(alone.totals);
        expect(row.activeDays).toBe(alone.summary.activeDays);
        expect(row.tokens.reduce((a, b) => a + b, 0)).toBe(row.totalTokens);
      }
      const used = (await machines(some, { range })).machines.map((m) => m.machineId);
      expect(room.machines.filter((m) => m.turns > 0).map((m) => m.machineId)).toEqual(used);
      expect(room.machines.reduce((sum, m) => sum + m.totalTokens, 0)).toBe(totals.totalTokens);
    }),
    { numRuns: 40 },
  );
});

test('the longest gap is the first of the longest runs of days that are missing', () => {
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 15 }).map((d) => d.sort((a, b) => a - b));
  fc.assert(
    fc.property(days, (active) => {
      const [first = 0, last = -1] = [active[0], active.at(-1)];
      const runs: number[][] = [[]];
      for (let day = first; day <= last; day++) {
        if (active.includes(day)) runs.push([]);
        else runs.at(-1)!.push(day);
      }
      const longest = Math.max(...runs.map((run) => run.length));
      expect(longestGap(active.map(toLocalDay))?.days ?? 0).toBe(longest);
    }),
  );
});
