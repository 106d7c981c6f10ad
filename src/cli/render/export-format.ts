/** Rows as CSV, JSON or JSON lines, in pieces, so that an export of any size takes little memory. */
import type { ExportRow } from '../../contract/reports/export.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A piece is written when it is longer. */
const PIECE = 64 * 1024;
/** How a spreadsheet recognises a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** The text of an export, a piece at a time. */
export async function* formatRows(
  format: ExportFormat,
  columns: readonly string[],
  rows: AsyncIterable<ExportRow>,
): AsyncIterable<string> {
  let piece = format === 'csv' ? `${columns.join(',')}\n` : format === 'json' ? '[' : '';
  let first = true;
  for await (const row of rows) {
    piece +=
      format === 'csv'
        ? csvLine(columns, row)
        : format === 'ndjson'
          ? `${JSON.stringify(row)}\n`
          : jsonItem(row, first);
    first = false;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield format === 'json' ? `${piece}${first ? '' : '\n'}]\n` : piece;
}

const jsonItem = (row: ExportRow, first: boolean): string => `${first ? '' : ','}\n  ${JSON.stringify(row)}`;

function csvLine(columns: readonly string[], row: ExportRow): string {
  return `${columns.map((column) => csvField(row[column] ?? null)).join(',')}\n`;
}

/** One field by RFC 4180. Text that would run as a formula gets an apostrophe, as spreadsheets write it themselves. */
export function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
