import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ascii, closingQuote, digitsEnd, digitsValue, matches, plainQuote, skipNull, skipValue } from './bytes.ts';

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }).map((value) => JSON.stringify(value));
const after = (text: string, rest: string): [Buffer, number] => [Buffer.from(text + rest), Buffer.byteLength(text)];

test('a value ends where it ends, whatever follows', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(',"a":1}', '}', ']', ',"\\"]}'), (text, rest) => {
      const [buf, end] = after(text, rest);
      expect(skipValue(buf, 0, buf.length)).toBe(end);
    }),
  );
});

test('a value that is cut has no end', () => {
  const whole = json.filter((text) => /^["[{]/.test(text));
  fc.assert(
    fc.property(whole, fc.nat(), (text, where) => {
      const buf = Buffer.from(text);
      const end = where % buf.length;
      expect(skipValue(buf, 0, end)).toBe(-1);
    }),
  );
});

test.each([0, 1, 30, 62, 63, 64, 65, 200])(
  'strings of %i characters before an escaped quote, near and far',
  (length) => {
    for (const tail of ['\\"', '\\\\', '\\\\\\"', '\\\\\\\\']) {
      const text = `${'x'.repeat(length)}${tail}${'y'.repeat(length)}`;
      const buf = Buffer.from(`${text}","z":"`);
      expect(closingQuote(buf, 0, buf.length)).toBe(text.length);
      expect(closingQuote(buf, 0, text.length)).toBe(-1);
    }
  },
);

test('plain strings have neither escapes nor control characters', () => {
  const end = (text: string): number => plainQuote(Buffer.from(text), 0, Buffer.byteLength(text));
  expect([end('žluť"'), end('a\\"'), end('a\nb"'), end('abc')]).toEqual([6, -1, -1, -1]);
});

test.each([
  ['0,', 0],
  ['7}', 7],
  ['999999999999]', 999_999_999_999],
  ['1000000000000,', -1],
  ['01,', -1],
  ['-1,', -1],
  ['x', -1],
  ['', -1],
])('counter %j', (text, value) => {
  const buf = Buffer.from(text);
  const end = digitsEnd(buf, 0);
  expect(end < 0 ? -1 : digitsValue(buf, 0, end)).toBe(value);
});

test.each([
  ['null', 4],
  ['nul', -1],
  ['NULL', -1],
  ['0', -1],
])('null: %j', (text, end) => {
  expect(skipNull(Buffer.from(text), 0)).toBe(end);
});

test.each(['', ' 1', ',', '"', ':'])('no literal: %j', (text) => {
  expect(skipValue(Buffer.from(text), 0, text.length)).toBe(-1);
});

test('names match at their place only', () => {
  const buf = Buffer.from('xtypey');
  expect([matches(buf, 1, ascii('type')), matches(buf, 0, ascii('type')), matches(buf, 4, ascii('type'))]).toEqual([
    true,
    false,
    false,
  ]);
});
