import type { ModelRow } from '../contract/reports/usage-row.ts';
import { byCost } from './by-cost.ts';
import { modelNameOf } from './class-prices.ts';
import type { UsageFold } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

/** A fold of the scope whose groups are model names. */
export async function foldByModel(scope: ReportScope): Promise<UsageFold<string>> {
  const cells = await scope.cells([]);
  const fold = scope.newFold<string>();
  return fold.addAll(cells, (cell) => fold.modelOf(cell.classId));
}

/** Rows by model, dearest first. `fold` has model names as its groups. */
export async function modelRowsOf(scope: ReportScope, fold: UsageFold<string>): Promise<ModelRow[]> {
  const sessions = await sessionsPerModel(scope);
  const rows = [...fold.keys()].map((model) => {
    const row = fold.row(model, sessions.get(model) ?? 0);
    return { model, ...row, unpriced: row.modelBreakdowns.some((m) => m.unpriced) };
  });
  return rows.sort(byCost((row) => row.model));
}

/** Distinct sessions by the name a model is shown under. */
export async function sessionsPerModel(scope: ReportScope): Promise<Map<string, number>> {
  const counts = await scope.reader.sessionCountsByModel(scope.query);
  return new Map([...counts].map(([model, sessions]) => [modelNameOf({ model }), sessions]));
}
