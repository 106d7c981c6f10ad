import { expect, test } from 'vitest';
import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { toCsv, toMarkdown } from './export-rows.ts';

const row: SessionListRow = {
  sessionId: '0f3c',
  title: 'A "quoted", title',
  projectId: 'dir:a/b',
  project: '=cmd()',
  machineId: 'm',
  machine: 'm',
  branch: 'a|b',
  firstActivity: '2026-11-22T09:00:00.000Z',
  lastActivity: '2026-11-22T10:30:00.000Z',
  modelsUsed: ['claude-opus-4-6', 'claude-haiku-4-5-20251001'],
  inputTokens: 1,
  outputTokens: 2,
  cacheCreationTokens: 7,
  cacheReadTokens: 1234,
  totalTokens: 1244,
  totalCost: 0.123456789,
  cacheCreation5mTokens: 3,
  cacheCreation1hTokens: 4,
  turns: 5,
  sessions: 1,
  webSearches: 0,
  unpricedTokens: 0,
};

test('CSV keeps every digit, quotes what needs it, and disarms formulas', () => {
  const [head, line, end] = toCsv([row]).split('\r\n');
  expect(head?.split(',').length).toBe(17);
  expect(line).toBe(
    `0f3c,"A ""quoted"", title",'=cmd(),a|b,m,2026-11-22T09:00:00.000Z,2026-11-22T10:30:00.000Z,5,1,2,3,4,1234,1244,0.123456789,0,claude-opus-4-6 claude-haiku-4-5-20251001`,
  );
  expect(end).toBe('');
});

test('Markdown is a table whatever a title holds', () => {
  const text = toMarkdown([{ ...row, title: 'a | b\nc <img>' }]);
  expect(text.split('\n')).toHaveLength(3);
  expect(text.split('\n')[2]).toBe(
    '| a \\| b c &lt;img> | =cmd() | opus-4-6, haiku-4-5 | 2026-11-22 10:30 | 5 | 1,244 | $0.12 |',
  );
});
