import type { Envelope, PeriodRow } from '../../contract/reports/usage-row.ts';
import { renderUsageTable } from './usage-table.ts';
import { heading, type View } from './view.ts';

/** Rows by day, week or month. */
export function printPeriods(
  view: View,
  title: string,
  column: string,
  rows: readonly PeriodRow[],
  envelope: Envelope,
): string {
  const head = heading(view, title, envelope.meta);
  if (rows.length === 0) return `${head}\n\nNothing was used.`;
  const own = [
    { title: column, align: 'left', priority: 100, min: 20, max: 28, cell: (row: PeriodRow) => row.period },
  ] as const;
  return `${head}\n\n${renderUsageTable({ view, own, rows, totals: envelope.totals, withModels: true })}`;
}
