import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvField, formatRows } from './export-format.ts';

async function text(
  format: 'csv' | 'json' | 'ndjson',
  rows: readonly Record<string, string | number | boolean | null>[],
) {
  async function* stream() {
    yield* rows;
  }
  let all = '';
  for await (const piece of formatRows(format, ['a', 'b'], stream())) all += piece;
  return all;
}

test('CSV has a head, one line a row, nothing for null', async () => {
  expect(
    await text('csv', [
      { a: 'x', b: 1.5 },
      { a: null, b: true },
    ]),
  ).toBe('a,b\nx,1.5\n,true\n');
  expect(await text('csv', [])).toBe('a,b\n');
});

test('JSON is one array, also of nothing; JSON lines are one object a line', async () => {
  expect(await text('json', [])).toBe('[]\n');
  expect(
    JSON.parse(
      await text('json', [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    ),
  ).toEqual([
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
  expect(await text('ndjson', [{ a: 1, b: 'x' }])).toBe('{"a":1,"b":"x"}\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+x', "'+x"],
  ['-x', "'-x"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [' padded', '" padded"'],
  ['plain', 'plain'],
])('the text %j becomes %j', (value, field) => expect(csvField(value)).toBe(field));

test('a negative number is a number', () => expect(csvField(-5)).toBe('-5'));

test('whatever the text, a CSV reader gets it back, and no field begins a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const field = csvField(value);
      const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      expect(read.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(value.replace(/^'(?=[=+\-@\t\r])/, ''));
      expect(read).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('many rows come in pieces', async () => {
  async function* many() {
    for (let i = 0; i < 5_000; i++) yield { a: 'x'.repeat(40), b: i };
  }
  const pieces: string[] = [];
  for await (const piece of formatRows('csv', ['a', 'b'], many())) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.join('').split('\n')).toHaveLength(5_002);
});
