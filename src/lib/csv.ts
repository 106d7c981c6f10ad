/** What a cell of a table can hold. */
export type CsvValue = string | number | boolean | null | undefined;

/** A spreadsheet would run a text that starts with one of these. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of RFC 4180, with its CRLF. Quotes only where needed; null is empty. Text that a spreadsheet would take
 * for a formula gets an apostrophe in front: project and branch names come from anywhere.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
