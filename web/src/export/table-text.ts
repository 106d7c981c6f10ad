/** A table as text: for a spreadsheet, and for a paper. */
export type Cell = string | number | null;

/** RFC 4180, raw values, null as an empty cell. A text that a spreadsheet would run as a formula is disarmed with a quote mark. */
export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: Cell): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A Markdown table; the first `texts` columns are set to the left, the others to the right. */
export function markdownText(head: readonly string[], texts: number, rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i < texts ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`).join('\n');
}

function markdownCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
}
