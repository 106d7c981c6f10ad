import { expect, test } from 'vitest';
import { RANK } from '../../contract/usage-event.ts';
import { collector, feed, type Parsed } from '../../../test/support/parse-text.ts';
import { CoworkParser } from './parser.ts';

const PATH = '/home/ada/.config/Claude/local-agent-mode-sessions/w/g/local_abc12345-6/audit.jsonl';

function parse(...records: object[]): Parsed {
  const { writer, parsed } = collector();
  feed(
    new CoworkParser(writer),
    records.map((record) => JSON.stringify(record)),
    PATH,
  );
  writer.flush();
  return parsed;
}

const result = (outputTokens: number, more: object = {}): object => ({
  type: 'result',
  session_id: 'abc12345-6',
  _audit_timestamp: '2026-05-01T10:00:00.000Z',
  modelUsage: {
    'claude-opus-5[1m]': { inputTokens: 10, outputTokens, cacheReadInputTokens: 100, cacheCreationInputTokens: 40 },
  },
  result: 'canary-body',
  ...more,
});

test('a result becomes a row of its session', () => {
  const { rows } = parse(result(7));
  expect(rows).toMatchObject([
    {
      key: 'cowork-abc12345-6-1-claude-opus-5',
      model: 'claude-opus-5',
      sessionId: 'abc12345-6',
      projectKey: 'dir:Cowork/abc12345',
      timestampMs: Date.parse('2026-05-01T10:00:00.000Z'),
      input: 10,
      output: 7,
      cacheRead: 100,
      cache5m: 40,
      cache1h: 0,
      final: true,
      rank: RANK.main,
    },
  ]);
});

test('cumulative results are counted by their growth', () => {
  const { rows } = parse(result(7), result(7), result(20));
  expect(rows.map((row) => [row.key, row.input, row.output])).toEqual([
    ['cowork-abc12345-6-1-claude-opus-5', 10, 7],
    ['cowork-abc12345-6-3-claude-opus-5', 0, 13],
  ]);
});

test('both context sizes of a model are one meter', () => {
  const both = { 'claude-opus-5[1m]': { outputTokens: 3 }, 'claude-opus-5': { outputTokens: 4 } };
  expect(parse(result(0, { modelUsage: both })).rows).toMatchObject([{ model: 'claude-opus-5', output: 7 }]);
});

test('cache writes are split as the record splits them', () => {
  const usage = { cache_creation: { ephemeral_1h_input_tokens: 30, ephemeral_5m_input_tokens: 10 } };
  expect(parse(result(1, { usage })).rows).toMatchObject([{ cache1h: 30, cache5m: 10 }]);
});

test('a nested result is a sub-agent', () => {
  expect(parse(result(1, { parent_tool_use_id: 'toolu_1' })).rows).toMatchObject([
    { rank: RANK.sidechain, tool: 'subagent' },
  ]);
});

test('other records hold nothing, damage is reported', () => {
  const assistant = {
    type: 'assistant',
    session_id: 's',
    message: { id: 'm', usage: { output_tokens: 5 } },
    _audit_timestamp: '2026-05-01T10:00:00Z',
  };
  const parsed = parse(
    assistant,
    { type: 'result', session_id: 's', modelUsage: { m: { outputTokens: 1 } } },
    result(-1),
  );
  expect(parsed.rows.map((row) => row.output)).toEqual([0]);
  expect(parsed.problems.map((p) => p.kind)).toEqual(['no-timestamp', 'bad-number']);
});

test('no body leaves the parser', () => {
  expect(JSON.stringify(parse(result(7)).batches)).not.toContain('canary');
});
