import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { formatCount, formatUsd } from '../../format/numbers.ts';
import { sessionName, shortModels } from './columns.ts';

const FIELDS = [
  'sessionId',
  'title',
  'project',
  'branch',
  'machine',
  'firstActivity',
  'lastActivity',
  'turns',
  'inputTokens',
  'outputTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheReadTokens',
  'totalTokens',
  'totalCost',
  'unpricedTokens',
] as const satisfies readonly (keyof SessionListRow)[];

/** RFC 4180, one row a session, raw values. A text that a spreadsheet would run as a formula is disarmed with a quote mark. */
export function toCsv(rows: readonly SessionListRow[]): string {
  const lines = rows.map((row) =>
    [...FIELDS.map((field) => csvCell(row[field])), csvCell(row.modelsUsed.join(' '))].join(','),
  );
  return `${[[...FIELDS, 'models'].join(','), ...lines].join('\r\n')}\r\n`;
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toMarkdown(rows: readonly SessionListRow[]): string {
  const head = ['Session', 'Project', 'Models', 'Last turn (UTC)', 'Turns', 'Tokens', 'Cost'];
  const lines = rows.map((row) => [
    sessionName(row),
    row.project,
    shortModels(row.modelsUsed),
    row.lastActivity.slice(0, 16).replace('T', ' '),
    formatCount(row.turns),
    formatCount(row.totalTokens),
    formatUsd(row.totalCost),
  ]);
  const rule = head.map((_, i) => (i < 4 ? '---' : '---:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`).join('\n');
}

function markdownCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
}
