import { expect, test } from 'vitest';
import { toEpochMs } from '../../contract/units.ts';
import { example } from '../../../test/support/shared-turn-example.ts';
import { encodeReadable } from './readable.ts';
import { keysOf, turnsOf } from '../../contract/shared-columns.ts';
import { decodeSegment } from './segment.ts';

const HEADER = { machine: 'a'.repeat(32), incarnation: 'b'.repeat(16), sequence: 1 };

test('a turn that no reader takes stays out, the others go', () => {
  const turns = [
    example('msg_1'),
    example('msg with a space'),
    { ...example('msg_2'), sessionId: 'é' },
    { ...example('msg_3'), timestampMs: toEpochMs(5) },
    { ...example('msg_4'), output: 1e13 },
    { ...example('msg_5'), branch: 'x'.repeat(5000) },
    example('msg_6'),
  ];
  const { body, turns: told, unfit } = encodeReadable(HEADER, turns, []);
  const read = decodeSegment(body);
  expect(turnsOf(read.columns)).toEqual(told);
  expect([...keysOf(read.columns)]).toEqual(['msg_1', 'msg_5', 'msg_6']);
  expect(unfit).toBe(4);
});

test('a long title is cut; one that cannot be told costs no turn', () => {
  const title = (text: string, position = 1) => ({ sessionId: 's1', rank: 1, position, text });
  const long = decodeSegment(encodeReadable(HEADER, [example('msg_1')], [title('word '.repeat(1000))]).body);
  expect(long.titles[0]?.text).toHaveLength(200);
  const odd = decodeSegment(encodeReadable(HEADER, [example('msg_1')], [{ ...title('x'), sessionId: 'a b' }]).body);
  expect([odd.columns.rows, odd.titles.length]).toEqual([1, 0]);
});
