import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, pad, shorten, shortenList, textWidth, wrapText } from './text-width.ts';

test.each([
  ['plain', 5],
  ['', 0],
  ['日本語', 6],
  ['한글', 4],
  ['e\u0301', 1],
  ['👍🏽', 2],
  ['👨‍👩‍👧', 2],
  ['❤️', 2],
  ['ｆｕｌｌ', 8],
  ['čeština', 7],
])('%j takes %i cells', (text, cells) => {
  expect(textWidth(text)).toBe(cells);
});

test('the middle of a long name gives way', () => {
  expect(shorten('customers/very-long-project-name', 16)).toBe('custome…ect-name');
  expect(shorten('short', 16)).toBe('short');
  expect(shorten('日本語プロジェクト', 9)).toBe('日本…クト');
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abcdef', 0)).toBe('');
});

test('whatever the text, what was shortened fits and padding is exact', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (raw, width) => {
      const text = cleanText(raw);
      const short = shorten(text, width);
      expect(textWidth(short)).toBeLessThanOrEqual(width);
      expect(textWidth(pad(short, width, 'right'))).toBe(width);
    }),
  );
});

test('nothing in a name acts on the terminal', () => {
  expect(cleanText('a\u001b[31mred\u001b[0m')).toBe('a [31mred [0m');
  expect(cleanText('x\r\n\ty')).toBe('x y');
  expect(cleanText('abc\u202egnp.exe')).toBe('abc gnp.exe');
  expect(cleanText('\u009b2J')).toBe('2J');
});

test('a list is cut between its names', () => {
  expect(shortenList('opus-5, sonnet-5, haiku-4-5', 40)).toBe('opus-5, sonnet-5, haiku-4-5');
  expect(shortenList('opus-5, sonnet-5, haiku-4-5', 20)).toBe('opus-5, sonnet-5 +1');
  expect(shortenList('opus-5, sonnet-5, haiku-4-5', 10)).toBe('opus-5 +2');
  expect(shortenList('a-model-with-a-long-name, b', 8)).toBe('a-m…e, b');
});

test('wrapped text keeps its words and its width', () => {
  expect(wrapText('one two three', 7)).toBe('one two\nthree');
  expect(wrapText('one two three', Infinity)).toBe('one two three');
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 9, max: 60 }),
      (words, width) => {
        const wrapped = wrapText(words.join(' '), width);
        expect(wrapped.split(/[ \n]/)).toEqual(words);
        for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
