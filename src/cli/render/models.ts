import type { ModelRow, UsageFigures } from '../../contract/reports/usage-row.ts';
import { shortModel } from './names.ts';
import { renderUsageTable } from './usage-table.ts';
import type { View } from './view.ts';

/** A table of models with its totals. */
export function printModels(view: View, rows: readonly ModelRow[], totals: UsageFigures): string {
  const own = [
    { title: 'Model', align: 'left', priority: 100, min: 12, cell: (row: ModelRow) => shortModel(row.model) },
  ] as const;
  return renderUsageTable({ view, own, rows, totals, withModels: false });
}
