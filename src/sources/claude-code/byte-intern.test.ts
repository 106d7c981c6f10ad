import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StringTable } from '../string-table.ts';
import { ByteIntern } from './byte-intern.ts';

/** Id of a string token by its bytes, in the midst of others. */
function idOf(intern: ByteIntern, token: string | Buffer): number {
  const buf = Buffer.concat([Buffer.from('xx"'), Buffer.from(token as string), Buffer.from('"yy')]);
  return intern.idOf(buf, 3, buf.length - 3);
}

test('the id is that of the string, however often and in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), { maxLength: 30 }), (texts) => {
      const table = new StringTable();
      const intern = new ByteIntern(table);
      for (const text of [...texts, ...texts]) {
        expect(table.get(idOf(intern, JSON.stringify(text).slice(1, -1)))).toBe(text);
      }
    }),
  );
});

test('two spellings of one string have one id', () => {
  const intern = new ByteIntern(new StringTable());
  expect(idOf(intern, 'D:\\\\src')).toBe(idOf(intern, '\\u0044:\\\\src'));
});

test.each(['a\nb', '\\x', 'a\\', '\u0000'])('what is no JSON string has no id: %j', (token) => {
  expect(idOf(new ByteIntern(new StringTable()), token)).toBe(-1);
});

test('names may be cleaned on the way', () => {
  const table = new StringTable();
  expect(table.get(idOf(new ByteIntern(table, (text) => text.toUpperCase()), 'bash'))).toBe('BASH');
});
