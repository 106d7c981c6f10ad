import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLOUR, PLAIN } from './style.ts';
import { renderTable, type Column, type TableRow } from './table.ts';
import { textWidth } from './text-width.ts';

interface Line {
  readonly name: string;
  readonly count: string;
  readonly cost: string;
}
const columns: readonly Column<Line>[] = [
  { title: 'Project', align: 'left', priority: 9, min: 8, cell: (r) => r.name },
  { title: 'Turns', align: 'right', priority: 1, cell: (r) => r.count },
  { title: 'Cost', align: 'right', priority: 5, cell: (r) => r.cost },
];
const row = (name: string, count: string, cost: string, kind: TableRow<Line>['kind'] = 'row'): TableRow<Line> => ({
  kind,
  row: { name, count, cost },
});
const rows = [
  row('acme/customer-portal', '12', '$1.20'),
  row('└ opus-4-7', '12', '$1.20', 'breakdown'),
  row('日本/プロジェクト', '9', '$10.00'),
  row('Total', '21', '$11.20', 'total'),
];
const render = (width: number) => renderTable(columns, rows, { width, style: PLAIN });

test('with room enough everything stands in full', () => {
  expect(render(80)).toBe(
    [
      'Project               Turns    Cost',
      '───────────────────────────────────',
      'acme/customer-portal     12   $1.20',
      '└ opus-4-7               12   $1.20',
      '日本/プロジェクト         9  $10.00',
      '───────────────────────────────────',
      'Total                    21  $11.20',
    ].join('\n'),
  );
});

test('names shorten in the middle before a column drops', () => {
  expect(render(28).split('\n')[2]).toMatch(/^acme\S*…\S*tal +12 +\$1\.20$/);
});

test('when names are at their least the lowest priority drops', () => {
  const head = render(18).split('\n')[0];
  expect(head).toContain('Project');
  expect(head).toContain('Cost');
  expect(head).not.toContain('Turns');
});

test('the most important column stays, however narrow', () => {
  expect(render(4).split('\n')[0]).toBe('Project');
});

test('no line is wider than the terminal', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), fc.integer({ min: 20, max: 120 }), (cells, width) => {
      const body = cells.map(([name, cost]) => row(name, '1', cost.slice(0, 6)));
      const table = renderTable(
        columns.map((c) => ({ ...c, min: 4, max: 60 })),
        body,
        { width, style: PLAIN },
      );
      for (const line of table.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('a hostile name stays on its line and paints nothing', () => {
  const table = renderTable(columns, [row('a\n\u001b[2Jb', '1', '$1')], { width: 80, style: PLAIN });
  expect(table.split('\n')).toHaveLength(3);
  expect(table).not.toContain('\u001b');
});

test('colour changes no alignment', () => {
  // eslint-disable-next-line no-control-regex
  const stripped = renderTable(columns, rows, { width: 80, style: COLOUR }).replace(/\u001b\[\d+m/g, '');
  expect(stripped.split('\n').map((line) => line.trimEnd())).toEqual(render(80).split('\n'));
});
