import { expect, test } from 'vitest';
import { RANK } from '../../contract/usage-event.ts';
import { parseLines, type Parsed, type ParseOptions } from '../../../test/support/parse-text.ts';

type Json = Record<string, unknown>;
const usage = { input_tokens: 3, output_tokens: 20, cache_read_input_tokens: 100, cache_creation_input_tokens: 40 };
const message = (more: Json = {}, counters: Json = {}): Json => ({
  id: 'msg_1',
  model: 'claude-opus-4-8',
  role: 'assistant',
  content: [{ type: 'text', text: 'canary-body' }],
  usage: { ...usage, ...counters },
  ...more,
});
const record = (more: Json = {}, counters: Json = {}, inner: Json = {}): Json => ({
  parentUuid: null,
  isSidechain: false,
  cwd: '/home/ada/lamp',
  sessionId: 's1',
  version: '2.1.114',
  gitBranch: 'main',
  type: 'assistant',
  requestId: 'req_1',
  uuid: 'u1',
  timestamp: '2026-05-01T10:00:00.123Z',
  message: message(inner, counters),
  ...more,
});
const without = (from: Json, ...keys: string[]): Json =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));

/** Both parsers, which must agree. */
function parse(records: readonly Json[], options: ParseOptions = {}): Parsed {
  const lines = records.map((r) => JSON.stringify(r));
  const slow = parseLines(lines, { ...options, fast: false });
  const fast = parseLines(lines, options);
  expect({ ...fast, batches: [], fastLines: 0, slowLines: 0 }).toEqual({
    ...slow,
    batches: [],
    fastLines: 0,
    slowLines: 0,
  });
  return slow;
}
const rowsOf = (...records: Json[]): Parsed['rows'] => parse(records).rows;

test('a line of the main chain', () => {
  expect(rowsOf(record())).toEqual([
    {
      key: 'msg_1',
      timestampMs: Date.parse('2026-05-01T10:00:00.123Z'),
      input: 3,
      output: 20,
      cache5m: 40,
      cache1h: 0,
      cacheRead: 100,
      webSearches: 0,
      rank: RANK.main,
      final: false,
      hasSpeed: false,
      fast: false,
      batch: false,
      us: false,
      ownerCertain: false,
      context: 0,
      model: 'claude-opus-4-8',
      sessionId: 's1',
      projectKey: 'dir:ada/lamp',
      cwd: '/home/ada/lamp',
      gitBranch: 'main',
      agentId: '',
      tool: '',
      cliVersion: '2.1.114',
      fileId: 1,
    },
  ]);
});

test.each([
  ['message.id', record(), 'msg_1'],
  ['then the request', record({}, {}, { id: undefined }), 'req:req_1'],
  ['then the uuid', record({ requestId: null }, {}, { id: '' }), 'uuid:u1'],
])('key: %s', (_, line, key) => {
  expect(rowsOf(line)).toMatchObject([{ key }]);
});

test('key: then the line itself, so that the same line is the same turn', () => {
  const line = record({ requestId: undefined, uuid: undefined }, {}, { id: undefined });
  const [a, b] = [rowsOf(line)[0]?.key, rowsOf(line, line).map((row) => row.key)];
  expect(a).toMatch(/^line:[0-9a-f]{32}$/);
  expect(b).toEqual([a]);
});

test('key: control characters and absurd lengths are digested', () => {
  expect(rowsOf(record({}, {}, { id: 'a\nb' }))[0]?.key).toMatch(/^hash:/);
  expect(rowsOf(record({}, {}, { id: 'x'.repeat(201) }))[0]?.key).toMatch(/^hash:/);
  expect(rowsOf(record({}, {}, { id: 'x'.repeat(200) }))[0]?.key).toBe('x'.repeat(200));
});

test.each([
  ['no split: all 5 minutes', { cache_creation_input_tokens: 40 }, { cache5m: 40, cache1h: 0 }],
  ['the split', split(40, 10, 30), { cache5m: 10, cache1h: 30 }],
  ['a flat 0 beside a filled split (before 2.1.152)', split(0, 10, 30), { cache5m: 10, cache1h: 30 }],
  ['what the split leaves is 5 minutes', split(50, 10, 30), { cache5m: 20, cache1h: 30 }],
  ['null counters are 0', { cache_creation_input_tokens: null, cache_creation: null }, { cache5m: 0, cache1h: 0 }],
])('cache writes: %s', (_, counters, expected) => {
  expect(rowsOf(record({}, counters))).toMatchObject([expected]);
});

function split(flat: number, m5: number, h1: number): Json {
  const cache_creation = { ephemeral_5m_input_tokens: m5, ephemeral_1h_input_tokens: h1 };
  return { cache_creation_input_tokens: flat, cache_creation };
}

test('what a price depends on', () => {
  const counters = {
    speed: 'fast',
    service_tier: 'batch',
    inference_geo: 'us',
    server_tool_use: { web_search_requests: 2 },
  };
  expect(rowsOf(record({}, counters))).toMatchObject([
    { fast: true, hasSpeed: true, batch: true, us: true, webSearches: 2 },
  ]);
  const plain = { speed: 'standard', service_tier: 'standard', inference_geo: 'not_available', server_tool_use: null };
  expect(rowsOf(record({}, plain))).toMatchObject([
    { fast: false, hasSpeed: true, batch: false, us: false, webSearches: 0 },
  ]);
});

test.each([
  [100_000 - 140, 0],
  [100_000 - 139, 1],
  [200_000 - 140, 1],
  [200_000 - 139, 2],
])('context class: %i uncached beside 140 cached tokens', (input_tokens, context) => {
  expect(rowsOf(record({}, { input_tokens }))).toMatchObject([{ context }]);
});

test('final means a stop reason', () => {
  const rows = rowsOf(record({}, {}, { stop_reason: 'end_turn' }), record({}, {}, { id: 'msg_2', stop_reason: null }));
  expect(rows.map((row) => row.final)).toEqual([true, false]);
});

test.each([
  ['the flag', record({ isSidechain: true }), undefined, { rank: RANK.sidechain, agentId: '' }],
  [
    'the folder',
    record({ agentId: 'a17' }),
    '/p/projects/-x/s9/subagents/agent-b.jsonl',
    { rank: RANK.sidechain, agentId: 'a17' },
  ],
  ['the name', record(), '/p/projects/-x/agent-c63fe96c.jsonl', { rank: RANK.sidechain, agentId: 'c63fe96c' }],
])('sidechain by %s', (_, line, path, expected) => {
  expect(parse([line], path === undefined ? {} : { path }).rows).toMatchObject([expected]);
});

test('the path says what the line does not', () => {
  const path = '/p/projects/-x/s9/subagents/workflows/wf_1/agent-b.jsonl';
  expect(parse([without(record(), 'sessionId')], { path }).rows).toMatchObject([{ sessionId: 's9', agentId: 'b' }]);
});

test('a fork names its owner', () => {
  const line = record({ forkedFrom: { sessionId: 's0', messageUuid: 'm' } });
  expect(rowsOf(line)).toMatchObject([{ sessionId: 's0', ownerCertain: true }]);
});

test.each([
  ['a tool call', [{ type: 'tool_use', name: 'Bash', input: { name: 'x' } }], 'Bash'],
  [
    'a text first',
    [
      { type: 'text', text: 'x' },
      { type: 'tool_use', name: 'Bash' },
    ],
    '',
  ],
  ['a comma', [{ type: 'tool_use', name: 'a, b' }], 'a__b'],
  ['plain content', 'text', ''],
])('tool: %s', (_, content, tool) => {
  expect(rowsOf(record({}, {}, { content }))).toMatchObject([{ tool }]);
});

test('lines of one turn become one row: the larger, the earliest time, all tools', () => {
  const at = (second: number): Json => ({ timestamp: `2026-05-01T10:00:0${second}.000Z` });
  const tool = (name: string): Json => ({ content: [{ type: 'tool_use', name }] });
  const rows = rowsOf(
    record(at(2), { output_tokens: 2 }, tool('Read')),
    record(at(1), { output_tokens: 9 }, tool('Bash')),
    record(at(3)),
  );
  expect(rows).toMatchObject([{ output: 20, timestampMs: Date.parse('2026-05-01T10:00:01Z'), tool: 'Bash,Read' }]);
});

test.each([
  ['a user', record({ type: 'user' })],
  ['a user by role', record({}, {}, { role: 'user' })],
  ['the client itself', record({}, {}, { model: '<synthetic>' })],
  ['no usage', record({}, {}, { usage: null })],
  ['usage that is a list', record({}, {}, { usage: [1] })],
  [
    'nothing used',
    record({}, { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 }),
  ],
  ['another type', record({ type: 'system' })],
  ['no message', record({ message: null })],
])('no turn: %s', (_, line) => {
  expect(parse([line])).toMatchObject({ rows: [], problems: [] });
});

test('old fixtures have no type', () => {
  expect(rowsOf(without(record(), 'type'))).toHaveLength(1);
});

test.each([-1, 1.5, 1e12 + 1, '7', true, {}])('a counter of %s is reported and counts as 0', (output_tokens) => {
  const { rows, problems } = parse([record({}, { output_tokens })]);
  expect(rows).toMatchObject([{ output: 0, input: 3 }]);
  expect(problems).toMatchObject([{ kind: 'bad-number', detail: 'output_tokens', offset: 0 }]);
});

test('a time that is missing or absurd is that of the line before', () => {
  const late = record({ timestamp: '9999-01-01T00:00:00.000Z' }, {}, { id: 'msg_2' });
  const [first, second] = rowsOf(record(), late);
  expect(second?.timestampMs).toBe(first?.timestampMs);
  expect(parse([late])).toMatchObject({ rows: [], problems: [{ kind: 'no-timestamp' }] });
});

test('a nested copy has the lowest rank and its own time', () => {
  const inner = {
    type: 'assistant',
    timestamp: '2026-05-01T09:00:00.000Z',
    requestId: 'req_n',
    uuid: 'un',
    message: message(),
  };
  const line = record({
    type: 'progress',
    message: undefined,
    data: { type: 'agent_progress', agentId: 'a5', message: inner },
  });
  expect(rowsOf(line)).toMatchObject([
    {
      key: 'msg_1',
      rank: RANK.nested,
      agentId: 'a5',
      sessionId: 's1',
      timestampMs: Date.parse('2026-05-01T09:00:00Z'),
    },
  ]);
  expect(
    rowsOf(record({ type: 'progress', message: undefined, data: { type: 'hook_progress', message: inner } })),
  ).toEqual([]);
});

test('iterations billed apart: advisor, compaction, declined attempts with output', () => {
  const of = (type: string, output_tokens: number, model?: string): Json => ({
    type,
    output_tokens,
    input_tokens: 1,
    model,
  });
  const iterations = [
    of('message', 2),
    of('message', 0),
    of('advisor_message', 30, 'claude-fable-5'),
    of('compaction', 40),
    of('fallback_message', 20),
  ];
  expect(
    rowsOf(record({}, { iterations, speed: 'fast', inference_geo: 'us' })).map((row) => [
      row.key,
      row.model,
      row.output,
      row.fast,
      row.us,
    ]),
  ).toEqual([
    ['msg_1', 'claude-opus-4-8', 20, true, true],
    ['msg_1#0', 'claude-opus-4-8', 2, false, true],
    ['msg_1#2', 'claude-fable-5', 30, false, true],
    ['msg_1#3', 'claude-opus-4-8', 40, false, true],
  ]);
});

test('without a fallback the message iterations are inside the top level', () => {
  const iterations = [
    { type: 'message', output_tokens: 5 },
    { type: 'message', output_tokens: 15 },
  ];
  expect(rowsOf(record({}, { iterations }))).toHaveLength(1);
});

test('an advisor between two iterations: as documented, its counts stand nowhere else', () => {
  const iterations = [
    { type: 'message', input_tokens: 2, output_tokens: 85 },
    {
      type: 'advisor_message',
      model: 'claude-opus-4-8',
      input_tokens: 91_627,
      output_tokens: 18_716,
      cache_read_input_tokens: 100,
    },
    { type: 'message', input_tokens: 2, output_tokens: 598 },
  ];
  const line = record(
    {},
    { input_tokens: 4, output_tokens: 683, iterations },
    { id: undefined, model: 'claude-sonnet-5' },
  );
  expect(rowsOf(line).map((row) => [row.key, row.model, row.input, row.output, row.cacheRead])).toEqual([
    ['req:req_1', 'claude-sonnet-5', 4, 683, 100],
    ['req:req_1#1', 'claude-opus-4-8', 91_627, 18_716, 100],
  ]);
});

test('zeros of a full disk before a record are passed over and reported', () => {
  const line = Buffer.concat([Buffer.alloc(5), Buffer.from(JSON.stringify(record()))]);
  expect(parseLines([line])).toMatchObject({ rows: [{ key: 'msg_1' }], problems: [{ kind: 'nul-bytes' }] });
});

test.each([
  ['{"type":"assistant",', 'bad-json'],
  ['[1,2]', 'bad-json'],
  ['"text"', 'bad-json'],
  ['{"a":"\u0000"}', 'nul-bytes'],
])('damage: %s', (line, kind) => {
  expect(parseLines([line]).problems).toMatchObject([{ kind, offset: 0 }]);
});

test.each(['', '   ', '\r', '{}'])('a line of nothing (%j) is no damage', (line) => {
  expect(parseLines([line]).problems).toEqual([]);
});

test('lines are counted by the way they went', () => {
  const { fastLines, slowLines } = parseLines(
    [record(), record({ forkedFrom: { sessionId: 's0' } }), record({ type: 'user' })].map((r) => JSON.stringify(r)),
  );
  expect([fastLines, slowLines]).toEqual([1, 1]);
});

test('no body leaves the parser, whatever the line', () => {
  const body = { type: 'text', text: 'canary-body' };
  const lines = [
    record(),
    record({ type: 'user', message: { role: 'user', content: [body] }, toolUseResult: 'canary-body' }),
    record(
      { isApiErrorMessage: true, error: 'rate_limit' },
      {},
      { model: '<synthetic>', content: [{ type: 'text', text: "You've hit your limit canary-body" }] },
    ),
    record({ type: 'progress', data: { type: 'agent_progress', message: { message: message() } } }),
    record({}, { input_tokens: 'canary-body' }),
    record({ timestamp: 'canary-body' }, {}, { id: 'm9' }),
  ].map((r) => JSON.stringify(r));
  lines.push('{"type":"assistant","canary-body":', 'canary-body');
  const { batches } = parseLines(lines);
  expect(batches).not.toHaveLength(0);
  expect(JSON.stringify(batches)).not.toContain('canary');
});
