import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksReport } from '../contract/reports/blocks.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { blocks } from './blocks.ts';
import { daily } from './daily.ts';

const running = ['08:10', '09:10', '11:10'].map((time) =>
  event({ at: `2026-11-22T${time}:00Z`, model: 'claude-opus-4-8', input: 600_000, output: 0, sessionId: `s-${time}` }),
);

test('the running window says how fast it burns and where that leads', async () => {
  const report = await blocks(contextOver(running));
  expect(blocksReport.parse(report)).toEqual(report);
  expect(report.derived).toBe(true);
  expect(report.blocks).toHaveLength(1);
  // 9 dollars and 1.8 million tokens in three hours; one hour is left.
  expect(report.blocks[0]).toMatchObject({
    id: '2026-11-22T08:00:00.000Z',
    endTime: '2026-11-22T13:00:00.000Z',
    firstActivity: '2026-11-22T08:10:00.000Z',
    lastActivity: '2026-11-22T11:10:00.000Z',
    isActive: true,
    sessions: 3,
    totalCost: 9,
    burnRate: { tokensPerMinute: 10_000, costPerHour: 3 },
    projection: { totalTokens: 2_400_000, totalCost: 12, remainingMinutes: 60 },
  });
});

test('a window that is over has no rate, and is not asked for as the active one', async () => {
  const context = contextOver(running, { now: '2026-11-22T13:00:00Z' });
  const [block] = (await blocks(context)).blocks;
  expect(block).toMatchObject({ isActive: false, burnRate: null, projection: null });
  expect((await blocks(context, { active: true })).blocks).toEqual([]);
});

test('a window of one turn has no rate', async () => {
  const [block] = (await blocks(contextOver([event({ at: '2026-11-22T11:59:00Z' })]))).blocks;
  expect(block).toMatchObject({ isActive: true, burnRate: null, projection: null });
});

test('where windows begin does not depend on the range; their figures do', async () => {
  // One turn every four hours for thirty days: no pause anywhere to begin anew at, so that all turns decide.
  const turns = Array.from({ length: 180 }, (_, i) =>
    event({ at: new Date(Date.parse('2026-10-20T03:30:00Z') + i * 4 * 3_600_000).toISOString() }),
  );
  const context = contextOver(turns);
  const all = (await blocks(context)).blocks.map((b) => b.id);
  const range = { since: '2026-11-10', until: '2026-11-12', timezone: 'America/St_Johns' };
  const cut = await blocks(context, range);
  expect(all).toEqual(expect.arrayContaining(cut.blocks.map((b) => b.id)));
  expect(cut.totals).toEqual((await daily(context, range)).totals);
  expect(cut.totals.turns).toBe(18);
});

test('a window of some hours begins where those hours say, in a zone far from UTC too', async () => {
  // A turn every four hours: one chain without a pause, whose turns are at 05:30, 09:30, … in India.
  const at = (i: number): string => new Date(Date.UTC(2026, 10, 1, i * 4)).toISOString();
  const context = contextOver(Array.from({ length: 100 }, (_, i) => event({ at: at(i) })));
  const query = { timezone: 'Asia/Kolkata', hour: ['01', '05', '09', '13', '17', '21'] };
  const starts = async (since?: string): Promise<string[]> =>
    (await blocks(context, { ...query, ...(since === undefined ? {} : { since }) })).blocks.map((b) => b.startTime);
  const [all, cut] = [await starts(), await starts('2026-11-16')];
  expect(cut[0]).toBe('2026-11-15T16:00:00.000Z');
  expect(cut).toEqual(all.slice(-cut.length));
});

/** Instants that crowd where windows begin and end, over four days. */
const instant = fc
  .tuple(fc.nat({ max: 4 * 24 * 4 }), fc.constantFrom(0, 0, 1, 899_999, -1))
  .map(([quarter, shift]) => Date.parse('2026-11-18T00:00:00Z') + quarter * 900_000 + shift);

test('windows are those found turn by turn, at whatever instants the turns are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(instant, { minLength: 1, maxLength: 40 }),
      fc.option(fc.constantFrom('2026-11-19', '2026-11-20'), { nil: undefined }),
      fc.constantFrom('UTC', 'Asia/Kathmandu'),
      async (times, since, timezone) => {
        const turns = times.map((ms, i) =>
          event({ at: new Date(ms).toISOString(), key: `k${i}`, sessionId: `s${i % 3}` }),
        );
        const query = { timezone, ...(since === undefined ? {} : { since }) };
        const from =
          since === undefined ? -Infinity : Date.parse(`${since}T00:00:00Z`) - (timezone === 'UTC' ? 0 : 20_700_000);
        const found = (await blocks(contextOver(turns), query)).blocks;
        expect(found.map((b) => [b.startTime, b.firstActivity, b.lastActivity, b.turns])).toEqual(
          turnByTurn(
            [...times].sort((a, b) => a - b),
            from,
          ),
        );
      },
    ),
    { numRuns: 200 },
  );
});

/** The rule as it is told: a window ends five hours after its start, or after a pause of five hours. */
function turnByTurn(times: readonly number[], fromMs: number): [string, string, string, number][] {
  const windows: { start: number; first: number; last: number; turns: number }[] = [];
  for (const ms of times) {
    let open = windows.at(-1);
    if (!open || ms - open.start > 18_000_000 || ms - open.last > 18_000_000) {
      windows.push((open = { start: ms - (ms % 3_600_000), first: ms, last: ms, turns: 0 }));
    }
    open.last = ms;
    if (ms >= fromMs) open.turns += 1;
  }
  const iso = (ms: number): string => new Date(ms).toISOString();
  return windows.filter((w) => w.turns > 0).map((w) => [iso(w.start), iso(w.first), iso(w.last), w.turns]);
}
