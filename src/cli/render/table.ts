/**
 * Quiet tables: hairlines above and below the body, no frame, figures on the right. A table fits the width it is given:
 * columns of low priority drop first, then names shorten in the middle.
 */
import type { Style } from './style.ts';
import { cleanText, pad, shorten, textWidth } from './text-width.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** The highest stays longest. */
  readonly priority: number;
  /** Cells it may shrink to; without it the column never shrinks. */
  readonly min?: number;
  /** Cells beyond which it does not grow. */
  readonly max?: number;
  cell(row: Row): string;
  /** How a cell that is too long is cut; default: in the middle. */
  readonly fit?: (text: string, width: number) => string;
  /** A quieter ink for secondary columns. */
  readonly quiet?: true;
}
/** `breakdown` rows stand under the row they explain, `total` rows under a hairline. */
export interface TableRow<Row> {
  readonly kind: 'row' | 'breakdown' | 'total';
  readonly row: Row;
}
export interface TableOptions {
  /** Terminal cells; Infinity where there is no terminal. */
  readonly width: number;
  readonly style: Style;
}

const GAP = '  ';
const HAIRLINE = '─';

interface Laid {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly quiet: boolean;
  readonly width: number;
  readonly cells: readonly string[];
  readonly fit: (text: string, width: number) => string;
}

/** The table as lines without an end of line after the last. No rows give the head only. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly TableRow<Row>[],
  options: TableOptions,
): string {
  const laid = layOut(columns, rows, options.width);
  const { style } = options;
  const width = laid.reduce((sum, column) => sum + column.width, 0) + GAP.length * Math.max(0, laid.length - 1);
  const rule = style.dim(HAIRLINE.repeat(width));
  const head = laid.map((column) => style.dim(pad(column.title, column.width, column.align)));
  const lines = [head.join(GAP), rule];
  let totalsBegun = false;
  rows.forEach(({ kind }, index) => {
    if (kind === 'total' && !totalsBegun) {
      lines.push(rule);
      totalsBegun = true;
    }
    lines.push(laid.map((column) => paint(column, kind, index, style)).join(GAP));
  });
  return lines.map((line) => line.trimEnd()).join('\n');
}

function paint(column: Laid, kind: TableRow<unknown>['kind'], index: number, style: Style): string {
  const text = pad(column.fit(column.cells[index] ?? '', column.width), column.width, column.align);
  if (kind === 'total') return style.bold(text);
  return kind === 'breakdown' || column.quiet ? style.dim(text) : text;
}

function layOut<Row>(columns: readonly Column<Row>[], rows: readonly TableRow<Row>[], width: number): Laid[] {
  const all = columns.map((column) => {
    const cells = rows.map(({ row }) => cleanText(column.cell(row)));
    const title = textWidth(column.title);
    const natural = cells.reduce((most, cell) => Math.max(most, textWidth(cell)), title);
    const widest = Math.max(title, Math.min(natural, column.max ?? Infinity));
    return { column, cells, widest, least: Math.min(widest, Math.max(title, column.min ?? widest)) };
  });
  const kept = dropColumns(all, width);
  let slack = width - kept.reduce((sum, { least }) => sum + least, 0) - GAP.length * (kept.length - 1);
  const flexible = kept
    .filter(({ widest, least }) => widest > least)
    .sort((a, b) => b.column.priority - a.column.priority);
  const widths = new Map<unknown, number>();
  for (const item of flexible) {
    const extra = Math.max(0, Math.min(slack, item.widest - item.least));
    widths.set(item, item.least + extra);
    slack -= extra;
  }
  return kept.map((item) => ({
    title: item.column.title,
    align: item.column.align,
    quiet: item.column.quiet === true,
    width: widths.get(item) ?? item.least,
    cells: item.cells,
    fit: item.column.fit ?? shorten,
  }));
}

function dropColumns<Item extends { readonly column: { readonly priority: number }; readonly least: number }>(
  items: readonly Item[],
  width: number,
): readonly Item[] {
  let kept = items;
  const needed = (): number => kept.reduce((sum, { least }) => sum + least, 0) + GAP.length * (kept.length - 1);
  while (kept.length > 1 && needed() > width) {
    const lowest = kept.reduce((low, item) => (item.column.priority < low.column.priority ? item : low));
    kept = kept.filter((item) => item !== lowest);
  }
  return kept;
}
