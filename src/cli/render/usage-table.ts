/** The table that every report of usage rows shares: the row's own columns first, then the figures. */
import type { ModelBreakdown, UsageFigures, UsageRow } from '../../contract/reports/usage-row.ts';
import { formatCount, formatInteger } from './figures.ts';
import { shortModel, shortModels } from './names.ts';
import { renderTable, type Column, type TableRow } from './table.ts';
import { shortenList } from './text-width.ts';
import { costText, type View } from './view.ts';

/** A line of the table: the row itself, one of its models, or the totals. */
interface Line<R> {
  readonly row?: R;
  readonly label?: string;
  readonly figures: UsageFigures;
  readonly models: readonly string[];
  readonly breakdown: boolean;
}

export interface OwnColumn<R> extends Omit<Column<R>, 'cell'> {
  cell(row: R): string;
}
export interface UsageTable<R extends UsageRow> {
  readonly view: View;
  /** The first one also names totals and models. */
  readonly own: readonly OwnColumn<R>[];
  readonly rows: readonly R[];
  readonly totals: UsageFigures;
  /** The models column is left out where a row is one model. */
  readonly withModels: boolean;
  readonly withSessions?: boolean;
  /** What the last row is called, where the rows above it are not all. */
  readonly totalLabel?: string;
}

export function renderUsageTable<R extends UsageRow>(table: UsageTable<R>): string {
  const { view, rows, totals } = table;
  const lines: TableRow<Line<R>>[] = [];
  for (const row of rows) {
    lines.push({ kind: 'row', row: { row, figures: row, models: row.modelsUsed, breakdown: false } });
    if (!view.breakdown || !table.withModels) continue;
    for (const model of row.modelBreakdowns) lines.push({ kind: 'breakdown', row: breakdownLine(model) });
  }
  lines.push({
    kind: 'total',
    row: { label: table.totalLabel ?? 'Total', figures: totals, models: [], breakdown: false },
  });
  return renderTable([...ownColumns(table), ...figureColumns(table)], lines, view);
}

function breakdownLine<R>(model: ModelBreakdown): Line<R> {
  const { inputTokens, outputTokens, cacheCreationTokens, cacheReadTokens } = model;
  const totalTokens = inputTokens + outputTokens + cacheCreationTokens + cacheReadTokens;
  const unpricedTokens = model.unpriced ? totalTokens : 0;
  const figures = { ...model, totalTokens, totalCost: model.cost, unpricedTokens, sessions: 0, webSearches: 0 };
  return { label: `  ${shortModel(model.modelName)}`, figures, models: [], breakdown: true };
}

function ownColumns<R extends UsageRow>({ own }: UsageTable<R>): Column<Line<R>>[] {
  return own.map((column, index) => ({
    ...column,
    cell: ({ row, label }) => (row === undefined ? (index === 0 ? (label ?? '') : '') : column.cell(row)),
  }));
}

function figureColumns<R extends UsageRow>({ view, withModels, withSessions }: UsageTable<R>): Column<Line<R>>[] {
  const count = (title: string, priority: number, of: (f: UsageFigures) => number): Column<Line<R>> => ({
    title,
    align: 'right',
    priority,
    cell: ({ figures }) => formatCount(of(figures)),
  });
  const columns: Column<Line<R>>[] = [
    count('Input', 60, (f) => f.inputTokens),
    count('Output', 70, (f) => f.outputTokens),
    count('Cache write', 40, (f) => f.cacheCreationTokens),
    count('Cache read', 50, (f) => f.cacheReadTokens),
    count('Total', 80, (f) => f.totalTokens),
    { title: 'Turns', align: 'right', priority: 30, cell: ({ figures }) => formatInteger(figures.turns) },
    { title: 'Cost', align: 'right', priority: 90, cell: ({ figures }) => costText(view, figures) },
  ];
  if (withSessions !== false) {
    const cell = ({ figures, breakdown }: Line<R>): string => (breakdown ? '' : formatInteger(figures.sessions));
    columns.splice(6, 0, { title: 'Sessions', align: 'right', priority: 20, cell });
  }
  if (withModels) {
    columns.unshift({
      title: 'Models',
      align: 'left',
      priority: 25,
      min: 16,
      max: 44,
      quiet: true,
      fit: shortenList,
      cell: ({ models }) => shortModels(models),
    });
  }
  return columns;
}

/** A share of a cost as a bar of eighths, `width` cells for the whole. */
export function bar(value: number, most: number, width: number): string {
  if (most <= 0 || value <= 0) return '';
  const eighths = Math.max(1, Math.round((value / most) * width * 8));
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : (' ▏▎▍▌▋▊▉'[rest] ?? ''));
}
