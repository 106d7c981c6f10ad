import { expect, test } from 'vitest';
import { parseLines } from '../../../test/support/parse-text.ts';

const parse = (...records: object[]): ReturnType<typeof parseLines> =>
  parseLines(records.map((r) => JSON.stringify(r)));

test('titles by rank, on one line, cut at 200', () => {
  const { titles } = parse(
    { type: 'ai-title', aiTitle: 'Fix the\n\tlamp', sessionId: 's1' },
    { type: 'agent-name', agentName: 'lamp', sessionId: 's1' },
    { type: 'custom-title', customTitle: 'x'.repeat(300) },
    { type: 'custom-title', customTitle: '  ', sessionId: 's1' },
  );
  expect(titles.map((t) => [t.rank, t.sessionId, t.text])).toEqual([
    [1, 's1', 'Fix the lamp'],
    [2, 's1', 'lamp'],
    [3, '5e550000-0000-4000-8000-000000000001', 'x'.repeat(200)],
  ]);
  expect(titles.map((t) => t.offset)).toEqual([...titles.map((t) => t.offset)].sort((a, b) => a - b));
});

test('Claude Code’s own totals', () => {
  const modelUsage = {
    'claude-haiku-4-5-20251001': {
      inputTokens: 368,
      outputTokens: 516,
      cacheReadInputTokens: 106_786,
      cacheCreationInputTokens: 9149,
      webSearchRequests: 0,
      costUSD: 0.0319,
    },
    damaged: 7,
  };
  const { costStates } = parse({
    type: 'cost-state',
    sessionId: 's1',
    totalCostUSD: 0.0319,
    startTime: 1_789_398_960_924,
    modelUsage,
  });
  expect(costStates).toEqual([
    {
      fileId: 1,
      offset: 0,
      sessionId: 's1',
      startTimeMs: 1_789_398_960_924,
      totalCostUsd: 0.0319,
      models: [
        {
          model: 'claude-haiku-4-5-20251001',
          input: 368,
          output: 516,
          cacheRead: 106_786,
          cacheCreation: 9149,
          webSearches: 0,
          costUsd: 0.0319,
        },
      ],
    },
  ]);
});

const error = (text: string, more: object = {}): object => ({
  type: 'assistant',
  uuid: 'u1',
  sessionId: 's1',
  timestamp: '2026-08-28T17:59:57.050Z',
  isApiErrorMessage: true,
  message: { id: 'x', model: '<synthetic>', role: 'assistant', content: [{ type: 'text', text }] },
  ...more,
});

test.each([
  [
    'quotaLimits',
    error('', { quotaLimits: { status: 'rejected', resetsAt: 1_787_940_600, rateLimitType: 'five_hour' } }),
    { kind: 'five_hour', status: 'rejected', resetsAtMs: 1_787_940_600_000 },
  ],
  [
    'the old text',
    error('Claude AI usage limit reached|1750000000'),
    { kind: 'limit', status: 'rejected', resetsAtMs: 1_750_000_000_000 },
  ],
  [
    'a session limit',
    error("You've hit your session limit · resets 9:10pm (Europe/Vienna)"),
    { kind: 'five_hour', resetsAtMs: null },
  ],
  ['a weekly limit', error("You've hit your weekly limit · resets Monday"), { kind: 'seven_day' }],
  ['an Opus limit', error("You've hit your Opus limit"), { kind: 'seven_day_opus' }],
  ['a limit', error("You've hit your limit · resets 8pm"), { kind: 'limit' }],
  ['an error of the API', error('There is an issue', { error: 'model_not_found' }), { kind: 'error:model_not_found' }],
  ['an error that quotes', error('There is an issue', { error: 'Some text, in words' }), { kind: 'error:unknown' }],
])('limits: %s', (_, record, expected) => {
  const { limits, rows } = parse(record);
  expect(limits).toMatchObject([
    { key: 'u1', sessionId: 's1', timestampMs: Date.parse('2026-08-28T17:59:57.050Z'), ...expected },
  ]);
  expect(rows).toEqual([]);
});

test('no limit: a text that mentions one, a null quotaLimits', () => {
  const reply = error('usage limit reached|1750000000', { isApiErrorMessage: false, quotaLimits: null });
  expect(parse(reply).limits).toEqual([]);
});
