import type { FilterInput } from '../contract/filters.ts';
import { EXPORT_COLUMNS, type ExportRow, type ExportType } from '../contract/reports/export.ts';
import type { UsageRow } from '../contract/reports/usage-row.ts';
import { formatLocalDay } from '../contract/units.ts';
import { byName, costOf, tokensOf } from './fold.ts';
import { exportTurns } from './export-turns.ts';
import { machines } from './machines.ts';
import { projects } from './projects.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';
import { session } from './session.ts';

/**
 * The rows of an export, one at a time, oldest first or dearest first as the report of that name has them.
 * Throws `usage` as `openScope` does, at the first row.
 */
export async function* exportRows(
  context: ReportContext,
  type: ExportType,
  options: FilterInput = {},
): AsyncIterable<ExportRow> {
  switch (type) {
    case 'turns':
      yield* exportTurns(context, options);
      break;
    case 'daily':
      yield* dailyRows(context, options);
      break;
    case 'sessions':
      yield* flat('sessions', (await session(context, options)).session);
      break;
    case 'projects':
      yield* flat('projects', (await projects(context, options)).projects);
      break;
    case 'machines':
      yield* flat('machines', (await machines(context, options)).machines);
      break;
  }
}

function* flat<R extends UsageRow>(type: ExportType, rows: readonly R[]): Iterable<ExportRow> {
  for (const row of rows) {
    const values: Record<string, unknown> = { ...row, models: row.modelsUsed.join(',') };
    yield Object.fromEntries(EXPORT_COLUMNS[type].map((column) => [column, values[column]])) as ExportRow;
  }
}

async function* dailyRows(context: ReportContext, options: FilterInput): AsyncIterable<ExportRow> {
  const scope = await openScope(context, options);
  const cells = await scope.cells(['day']);
  const fold = scope.newFold<string>();
  fold.addAll(cells, (cell) => `${formatLocalDay(cell.day!)}\n${fold.modelOf(cell.classId)}`);
  for (const key of [...fold.keys()].sort(byName)) {
    const sums = fold.sums(key);
    const [period, model] = key.split('\n') as [string, string];
    yield {
      period,
      model,
      inputTokens: sums.input,
      outputTokens: sums.output,
      cacheCreation5mTokens: sums.cache5m,
      cacheCreation1hTokens: sums.cache1h,
      cacheReadTokens: sums.cacheRead,
      totalTokens: tokensOf(sums),
      webSearches: sums.webSearches,
      totalCost: costOf(sums),
      turns: sums.turns,
      unpricedTokens: sums.unpricedTokens,
    };
  }
}
