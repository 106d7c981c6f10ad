import type { RefreshOutcome } from '../refresh-prices.ts';
import { counted } from './figures.ts';
import { renderTable, type Column } from './table.ts';
import { wrapText } from './text-width.ts';
import type { View } from './view.ts';

interface Line {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly read: string;
}
const COLUMNS: readonly Column<Line>[] = [
  { title: 'Model', align: 'left', priority: 100, min: 16, cell: (l) => l.model },
  { title: 'Input', align: 'right', priority: 90, cell: (l) => l.input },
  { title: 'Output', align: 'right', priority: 80, cell: (l) => l.output },
  { title: 'Read', align: 'right', priority: 70, cell: (l) => l.read },
];

/** What a refresh took, what it left, and where it is. */
export function printRefresh(view: View, outcome: RefreshOutcome, file: string): string {
  const { fetched, differing, replaced, same, skipped } = outcome;
  const news = Object.entries(fetched.models).filter(([, rate]) => rate.from === undefined);
  const taken = news.length + (replaced ? differing.length : 0);
  const parts = [
    `${view.style.bold('Fetched prices')}  ${view.style.dim(`${fetched.date} · ${fetched.from}`)}`,
    `${counted(taken, 'price')} taken, ${counted(same, 'model')} as in the table.`,
  ];
  if (news.length > 0) {
    parts.push(
      table(
        view,
        news.map(([model, r]) => ({ model, input: usd(r.input), output: usd(r.output), read: usd(r.cacheRead) })),
      ),
    );
  }
  if (differing.length > 0) {
    const head = replaced
      ? 'From today on, at the price of the list:'
      : 'The list says otherwise of these; the table holds. To take the list from today on: claude-usage prices refresh --all';
    const change = (a: number, b: number): string => (a === b ? usd(a) : `${usd(a)} → ${usd(b)}`);
    const rows = differing.map(({ model, table: t, list: l }) => ({
      model,
      input: change(t.input, l.input),
      output: change(t.output, l.output),
      read: change(t.cacheRead, l.cacheRead),
    }));
    parts.push(wrapText(head, view.width), table(view, rows));
  }
  if (skipped.length > 0) parts.push(wrapText(`Not understood: ${skipped.map((s) => s.name).join(', ')}.`, view.width));
  parts.push(
    wrapText(
      `They are in ${file}, below your own prices. To forget them: claude-usage prices refresh --remove`,
      view.width,
    ),
  );
  return parts.join('\n\n');
}

const table = (view: View, lines: readonly Line[]): string =>
  renderTable(
    COLUMNS,
    lines.map((row) => ({ kind: 'row', row })),
    view,
  );

const usd = (price: number | undefined): string => (price === undefined ? '' : String(price));
