import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('plain values stay plain, the rest is quoted, and lines end as RFC 4180 says', () => {
  expect(csvLine(['a', 1, -2.5, true, null, undefined, 'b c'])).toBe('a,1,-2.5,true,,,b c\r\n');
  expect(csvLine(['a,b', 'say "hi"', 'two\nlines'])).toBe('"a,b","say ""hi""","two\nlines"\r\n');
});

test.each(['=1+1', '+1', '-cmd', '@sum', '\tx', '\rx'])('%j cannot run as a formula', (text) => {
  expect(csvLine([text])).toMatch(/^"?'/);
});

/** A reader of RFC 4180, as plain as can be. */
function read(line: string): string[] {
  const cells = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return cells.map((match) => (match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"')));
}

test('whatever a name holds, the cells come back as they were', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', '=', "'", ' ') });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
      const back = read(csvLine(names));
      expect(back.map((text, i) => (/^[=+\-@\t\r]/.test(names[i] ?? '') ? text.slice(1) : text))).toEqual(names);
    }),
  );
});
