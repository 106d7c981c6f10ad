import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { csvText, markdownText } from '../../export/table-text.ts';
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

/** One row a session, raw values. */
export function toCsv(rows: readonly SessionListRow[]): string {
  return csvText(
    [...FIELDS, 'models'],
    rows.map((row) => [...FIELDS.map((field) => row[field]), row.modelsUsed.join(' ')]),
  );
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
  return markdownText(head, 4, lines);
}
