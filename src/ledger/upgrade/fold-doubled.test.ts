import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDoubled } from './fold-doubled.ts';
import type { OlderTurn } from './older-turn.ts';

const START = Date.UTC(2026, 2, 1);

function line(rowId: number, atSeconds: number, output: number, more: Partial<OlderTurn> = {}): OlderTurn {
  const timestampMs = START + atSeconds * 1000;
  return {
    rowId,
    timestampMs,
    timestamp: new Date(timestampMs).toISOString(),
    messageId: '',
    model: 'm',
    tool: '',
    cwd: '',
    machine: '',
    agentId: '',
    subagent: false,
    input: 3,
    output,
    cache5m: 10,
    cache1h: 0,
    cacheRead: 500,
    ...more,
  };
}

test('the lines of one response become its largest, at the time of its first', () => {
  const { kept, doubled } = foldDoubled([line(1, 0, 2), line(2, 4, 180), line(3, 9, 180)]);
  expect(kept).toEqual([{ ...line(2, 4, 180), timestamp: line(1, 0, 2).timestamp, timestampMs: START }]);
  expect(doubled.map((t) => t.rowId)).toEqual([1, 3]);
});

test.each([
  ['another cache count', line(2, 4, 180, { cacheRead: 501 })],
  ['another input', line(2, 4, 180, { input: 4 })],
  ['another model', line(2, 4, 180, { model: 'n' })],
  ['another agent', line(2, 4, 180, { agentId: 'a' })],
  ['an id of its own', line(2, 4, 180, { messageId: 'msg_1' })],
  ['no time', line(2, 4, 180, { timestamp: 'x', timestampMs: NaN })],
  ['a long pause', line(2, 301, 180)],
])('%s makes another response', (_what, other) => {
  expect(foldDoubled([line(1, 0, 2), other])).toEqual({ kept: [line(1, 0, 2), other], doubled: [] });
});

test('responses that run at once are told apart', () => {
  const agent = (row: number, at: number, output: number): OlderTurn => line(row, at, output, { cacheRead: 9 });
  const { kept } = foldDoubled([line(1, 0, 1), agent(2, 1, 1), line(3, 2, 50), agent(4, 3, 70)]);
  expect(kept.map((t) => [t.cacheRead, t.output])).toEqual([
    [500, 50],
    [9, 70],
  ]);
});

test('no row is lost or kept twice, and the order of rows changes nothing', () => {
  const row = fc.record({ at: fc.nat(1000), output: fc.nat(5), cacheRead: fc.nat(2), id: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (given, dice) => {
      const rows = given.map((g, i) =>
        line(i + 1, g.at, g.output, { cacheRead: g.cacheRead, messageId: g.id ? `msg_${i}` : '' }),
      );
      const shuffled = rows
        .map((t) => ({ t, at: dice.next().value }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ t }) => t);
      const folded = foldDoubled(shuffled);
      expect([...folded.kept, ...folded.doubled].map((t) => t.rowId).toSorted((a, b) => a - b)).toEqual(
        rows.map((t) => t.rowId),
      );
      const plain = foldDoubled(rows);
      expect(folded.kept).toEqual(plain.kept);
    }),
  );
});
