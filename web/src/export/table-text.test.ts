import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText, markdownText } from './table-text.ts';

/** A plain reader of RFC 4180, to hold the writer to. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const cell = quoted?.[0] ?? /^[^,\r\n]*/.exec(text.slice(at))?.[0] ?? '';
    rows.at(-1)!.push(quoted ? quoted[1]!.replaceAll('""', '"') : cell);
    at += cell.length;
    if (text.startsWith('\r\n', at)) rows.push([]);
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows.slice(0, -1);
}

test('what is written is read back, cell by cell', () => {
  const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      expect(readCsv(csvText(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows]);
    }),
  );
});

test('a name that a spreadsheet would run is disarmed; numbers stay numbers, nothing stays empty', () => {
  expect(csvText(['a', 'b', 'c'], [['=cmd()', -1.5, null]])).toBe("a,b,c\r\n'=cmd(),-1.5,\r\n");
});

test('Markdown keeps its columns whatever a name holds', () => {
  expect(markdownText(['Name', 'Cost'], 1, [['a|b\n<i>', '$1']])).toBe(
    '| Name | Cost |\n| --- | ---: |\n| a\\|b &lt;i> | $1 |',
  );
});
