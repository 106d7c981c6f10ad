import { expect, test } from 'vitest';
import { HOLE, Holes, MAX_HOLES } from './holes.ts';
import { ShapeMemory, type ReadHole } from './tail-shape.ts';

/** A line with its holes in brackets: `a<1>b`. */
function line(marked: string): { buf: Buffer; holes: Holes } {
  const holes = new Holes();
  let text = '';
  for (const part of marked.split('<')) {
    const [hole, rest] = part.includes('>') ? part.split('>') : [undefined, part];
    if (hole !== undefined) holes.add(HOLE.value, text.length, text.length + hole.length);
    text += (hole ?? '') + (rest ?? '');
  }
  return { buf: Buffer.from(text), holes };
}

/** Digits are values here. */
const digits: ReadHole = (_kind, buf, at) => {
  const length = /^\d*/.exec(buf.toString('latin1', at))?.[0].length ?? 0;
  return length === 0 ? -1 : at + length;
};

function memory(size: number, ...learnt: string[]): { knows: (text: string, start?: number) => boolean } {
  const shapes = new ShapeMemory(size);
  for (const marked of learnt) {
    const { buf, holes } = line(marked);
    shapes.learn(buf, 0, buf.length, holes);
  }
  const knows = (text: string, start = 0): boolean => {
    const buf = Buffer.from(text);
    const view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    return shapes.find(view, buf, start, buf.length, digits) !== undefined;
  };
  return { knows };
}

test('other values, same form', () => {
  const { knows } = memory(2, '"in":<1>,"out":<22>}');
  expect(
    ['"in":1,"out":22}', '"in":777,"out":0}', 'xx"in":7,"out":0}'].map((text, i) => knows(text, i === 2 ? 2 : 0)),
  ).toEqual([true, true, true]);
});

test.each(['"in":1,"out":2', '"in":1,"out":2}}', '"in":x,"out":2}', '"In":1,"out":2}', '"in":1,"cut":2}', '"in":', ''])(
  'another form: %s',
  (text) => {
    expect(memory(2, '"in":<1>,"out":<22>}').knows(text)).toBe(false);
  },
);

test('holes side by side, and a form without any', () => {
  expect(memory(1, '<1><2>x').knows('12x')).toBe(false); // the first takes both digits, as it did not when it was learnt
  expect(memory(1, 'abcdefg').knows('abcdefg')).toBe(true);
});

test('the form unused for longest is forgotten', () => {
  const { knows } = memory(2, 'a<1>', 'b<1>');
  expect(knows('a5')).toBe(true);
  const { knows: later } = memory(2, 'a<1>', 'b<1>', 'c<1>');
  expect([later('a5'), later('b5'), later('c5')]).toEqual([false, true, true]);
});

test('too many holes or bytes are not remembered', () => {
  const holes = '<1>,'.repeat(MAX_HOLES + 1);
  const many = memory(1, holes);
  expect(many.knows(line(holes).buf.toString())).toBe(false);
  const long = 'x'.repeat(5000);
  expect(memory(1, long).knows(long)).toBe(false);
});

test('holes before the start belong to the opening', () => {
  const shapes = new ShapeMemory(1);
  const { buf, holes } = line('open<1>,tail<2>}');
  shapes.learn(buf, 6, buf.length, holes);
  const other = Buffer.from('tail9}');
  const view = new DataView(other.buffer, other.byteOffset, other.byteLength);
  expect(shapes.find(view, other, 0, other.length, digits)).toBeDefined();
});
