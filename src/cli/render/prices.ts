import type { NameCheck, PriceRow } from '../../pricing/list-prices.ts';
import { OWN_PRICE } from '../../pricing/overrides.ts';
import { counted } from './figures.ts';
import { renderTable, type Column } from './table.ts';
import { wrapText } from './text-width.ts';
import type { View } from './view.ts';

/** The price table, US dollars per million tokens. */
export function printPrices(view: View, rows: readonly PriceRow[], date: string): string {
  const usd = (title: string, priority: number, of: (row: PriceRow) => number): Column<PriceRow> => ({
    title,
    align: 'right',
    priority,
    cell: (row) => priceText(of(row)),
  });
  const columns: Column<PriceRow>[] = [
    { title: 'Model', align: 'left', priority: 100, min: 16, cell: (r) => r.model },
    { title: 'From', align: 'left', priority: 40, quiet: true, cell: (r) => r.from ?? '' },
    usd('Input', 90, (r) => r.input),
    usd('Output', 90, (r) => r.output),
    usd('Write 5m', 60, (r) => r.cacheWrite5m),
    usd('Write 1h', 60, (r) => r.cacheWrite1h),
    usd('Read', 70, (r) => r.cacheRead),
    {
      title: 'Fast',
      align: 'right',
      priority: 30,
      cell: (r) => (r.fastMultiplier === null ? '' : `x${r.fastMultiplier}`),
    },
    { title: 'Large requests', align: 'left', priority: 20, quiet: true, cell: longText },
    { title: '', align: 'left', priority: 50, quiet: true, cell: ownText },
  ];
  const head = `${view.style.bold('Prices')}  ${view.style.dim(`US dollars per million tokens · compiled ${date}`)}`;
  return `${head}\n\n${renderTable(
    columns,
    rows.map((row) => ({ kind: 'row', row })),
    view,
  )}`;
}

/** How each name finds its price. */
export function printChecks(view: View, checks: readonly NameCheck[], date: string): string {
  const head = `${view.style.bold('Prices of models')}  ${view.style.dim(`price table of ${date}`)}`;
  if (checks.length === 0) return `${head}\n\nNo model was used yet.`;
  const columns: Column<NameCheck>[] = [
    { title: 'Name', align: 'left', priority: 100, min: 16, cell: (c) => c.name || '(no model)' },
    { title: 'Priced as', align: 'left', priority: 90, min: 12, cell: (c) => c.model ?? 'no price' },
    { title: 'How', align: 'left', priority: 80, quiet: true, cell: howText },
  ];
  const table = renderTable(
    columns,
    checks.map((row) => ({ kind: 'row', row })),
    view,
  );
  const missing = checks.filter((c) => c.how === 'none').length;
  if (missing === 0) return `${head}\n\n${table}`;
  const advice = `${counted(missing, 'name')} without a price. Give one: claude-usage prices set NAME --input USD --output USD`;
  return `${head}\n\n${table}\n\n${wrapText(advice, view.width)}`;
}

function howText({ how, regional }: NameCheck): string {
  const words = { exact: 'its own price', alias: 'another name of it', family: 'the nearest of its family', none: '' };
  return `${words[how]}${regional ? ', regional endpoint' : ''}`;
}

const ownText = (row: PriceRow): string => (!row.override ? '' : row.source === OWN_PRICE ? 'yours' : row.source);

function longText({ longContext }: PriceRow): string {
  if (longContext === null) return '';
  const { aboveTokens, input, output } = longContext;
  return `above ${aboveTokens / 1_000}K: ${priceText(input)} / ${priceText(output)}`;
}

/** At least two decimals, and as many as it takes. */
function priceText(usd: number): string {
  const text = String(usd);
  return (text.split('.')[1]?.length ?? 0) > 2 ? text : usd.toFixed(2);
}
