import type { Context, Hono } from 'hono';
import { EXPORT_COLUMNS, EXPORT_TYPES } from '../contract/reports/export.ts';
import type { ExportRow, ExportType } from '../contract/reports/export.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import { formatLocalDay } from '../contract/units.ts';
import { csvLine } from '../lib/csv.ts';
import { localDayOf } from '../lib/zone.ts';
import { exportRows } from '../reports/export-rows.ts';
import type { ReportContext } from '../reports/report-context.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';
import { textStream } from './text-stream.ts';

/** Everything as a file, streamed: a million turns never stand in memory. */
export function mountExports(app: Hono, deps: Pick<ServerDeps, 'context' | 'now'>): void {
  const { exportCsv, exportJson } = OTHER_ROUTES;
  app.get(exportCsv.path, (c) => {
    const { type, ...filter } = parseQuery(exportCsv.query, new URL(c.req.url).searchParams);
    const context = { ...deps.context, nowMs: deps.now() };
    return download(c, context, `${type}.csv`, exportCsv.body.text, csvTexts(type, exportRows(context, type, filter)));
  });
  app.get(exportJson.path, (c) => {
    const filter = parseQuery(exportJson.query, new URL(c.req.url).searchParams);
    const context = { ...deps.context, nowMs: deps.now() };
    const rowsOf = (type: ExportType): AsyncIterable<ExportRow> => exportRows(context, type, filter);
    return download(c, context, 'export.json', 'application/json; charset=utf-8', jsonTexts(rowsOf));
  });
}

/** Waits for the first text, so that a wrong filter is an error and not a broken file. */
async function download(
  c: Context,
  context: ReportContext,
  name: string,
  type: string,
  texts: AsyncGenerator<string>,
): Promise<Response> {
  const day = formatLocalDay(localDayOf(context.zone, context.nowMs));
  const first = await texts.next();
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="claude-usage-${day}-${name}"`);
  c.header('Cache-Control', 'no-store');
  if (c.req.method !== 'HEAD') return c.body(textStream(first.value ?? '', texts));
  await texts.return(undefined);
  return c.body(null);
}

async function* csvTexts(type: ExportType, rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  const columns: readonly string[] = EXPORT_COLUMNS[type];
  let head = csvLine(columns);
  for await (const row of rows) {
    yield head + csvLine(columns.map((column) => row[column]));
    head = '';
  }
  yield head;
}

/** `{"turns":[…],"sessions":[…],…}`, one row a line. */
async function* jsonTexts(rowsOf: (type: ExportType) => AsyncIterable<ExportRow>): AsyncGenerator<string> {
  let before = '{';
  for (const type of EXPORT_TYPES) {
    before += `${JSON.stringify(type)}:[`;
    for await (const row of rowsOf(type)) {
      yield `${before}\n${JSON.stringify(row)}`;
      before = ',';
    }
    before = before === ',' ? '\n],\n' : `${before}],\n`;
  }
  yield `${before.slice(0, -2)}}\n`;
}
