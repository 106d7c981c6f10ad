import fc from 'fast-check';

/** JSON text by hand, so that order, duplicates, escapes and damage are ours to choose. */
export type Node =
  string | { readonly members: readonly (readonly [string, Node])[] } | { readonly items: readonly Node[] };

/** Serialises; `style` may put spaces after separators or escape the keys. */
export function print(node: Node, style: 'compact' | 'spaced' | 'escaped' = 'compact'): string {
  if (typeof node === 'string') return node;
  const gap = style === 'spaced' ? ' ' : '';
  if ('items' in node) return `[${node.items.map((item) => print(item, style)).join(`,${gap}`)}]`;
  const parts = node.members.map(([key, value]) => `${keyText(key, style)}:${gap}${print(value, style)}`);
  return `{${parts.join(`,${gap}`)}}`;
}

function keyText(key: string, style: string): string {
  if (style !== 'escaped') return JSON.stringify(key);
  return `"\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(key).slice(2)}`;
}

const text = (value: string): Node => JSON.stringify(value);

/** Strings that try to look like structure. */
const nasty = fc.constantFrom(
  '',
  'plain',
  'a"b',
  'back\\slash',
  '\\"',
  'line\nfeed',
  '\u0000',
  'žluť',
  '🕯️',
  '{"usage":{"input_tokens":1}}',
  '"usage":{',
  '}}],"usage":{"input_tokens":9},"type":"assistant"',
  '\\\\',
  'end\\',
  ']}',
  'x'.repeat(300),
  '"'.repeat(90),
  '\ud800',
);
const anyString: fc.Arbitrary<Node> = fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 80 })).map(text);

const count: fc.Arbitrary<Node> = fc.oneof(
  { weight: 120, arbitrary: fc.nat({ max: 300_000 }).map(String) },
  { weight: 9, arbitrary: fc.constantFrom('0', 'null', '999999999999', '1000000000000') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '-1',
      '-0',
      '1.5',
      '1e3',
      '1.0',
      '1000000000001',
      '123456789012345678901',
      '"7"',
      'true',
      '{}',
      '[1]',
      '1E400',
    ),
  },
);
const flag: fc.Arbitrary<Node> = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom<Node>('true', 'false', 'false', 'null') },
  { weight: 1, arbitrary: fc.constantFrom<Node>('"true"', '1') },
);
const other: fc.Arbitrary<Node> = fc.oneof(
  anyString,
  count,
  flag,
  fc.constant<Node>({ items: [] }),
  fc.constant<Node>({ members: [['usage', '{"input_tokens":5}']] }),
  fc.array(anyString, { maxLength: 3 }).map((items): Node => ({ items })),
);

/** Undefined but for one time in `rarity`. */
const seldom = <T>(rarity: number, of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: rarity - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });

/** Mostly one of the usual values. */
const usually = (values: readonly Node[], strange: fc.Arbitrary<Node>): fc.Arbitrary<Node> =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: strange });

/** An object of some of these members, in any order, now and then with a strange or doubled one. */
function object(shape: Record<string, { of: fc.Arbitrary<Node>; often?: number; once?: boolean }>): fc.Arbitrary<Node> {
  const members = Object.entries(shape).map(([key, { of, often = 0.98 }]) =>
    fc.oneof(
      { weight: Math.round(often * 100), arbitrary: of.map((value) => [[key, value] as const]) },
      { weight: 100 - Math.round(often * 100), arbitrary: fc.constant([]) },
    ),
  );
  const again = Object.entries(shape).filter(([, { once }]) => once !== true);
  const double = seldom(
    30,
    fc.constantFrom(...again).chain(([key, { of }]) => of.map((value) => [key, value] as const)),
  );
  const strange = seldom(
    10,
    fc.tuple(fc.constantFrom('slug', 'x', 'Type', 'usagE', 'sessionID', 'diagnostics', 'a"b'), other),
  );
  return fc.tuple(fc.tuple(...members), double, strange).chain(([found, twice, odd]) => {
    const all = [...found.flat(), ...(twice === undefined ? [] : [twice]), ...(odd === undefined ? [] : [odd])];
    return fc
      .oneof(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
      .map((list): Node => ({ members: list as (readonly [string, Node])[] }));
  });
}

const split = object({ ephemeral_5m_input_tokens: { of: count }, ephemeral_1h_input_tokens: { of: count } });
const tokens = {
  input_tokens: { of: count, often: 0.97 },
  output_tokens: { of: count, often: 0.97 },
  cache_creation_input_tokens: { of: count },
  cache_read_input_tokens: { of: count },
  cache_creation: { of: fc.oneof({ weight: 40, arbitrary: split }, { weight: 1, arbitrary: other }), often: 0.7 },
};
const iteration = object({
  ...tokens,
  type: {
    of: usually(
      ['"message"'],
      fc.constantFrom('"advisor_message"', '"compaction"', '"fallback_message"', 'null', '"m\\u0065ssage"'),
    ),
    often: 0.98,
    once: true,
  },
  model: { of: fc.constantFrom('"claude-opus-4-8"', '""', 'null'), often: 0.3 },
});
const usage = object({
  ...tokens,
  server_tool_use: {
    of: fc.oneof(
      object({ web_search_requests: { of: count }, web_fetch_requests: { of: count } }),
      fc.constant<Node>('null'),
    ),
    often: 0.5,
  },
  service_tier: { of: usually(['"standard"', '"batch"', 'null'], fc.constantFrom('"bat\\u0063h"', '3')), often: 0.7 },
  inference_geo: { of: fc.constantFrom('"us"', '""', '"not_available"', 'null'), often: 0.5 },
  speed: { of: fc.constantFrom('"standard"', '"fast"', 'null', '""'), often: 0.5 },
  iterations: {
    of: fc.oneof(
      fc.constantFrom<Node>('null', '[]', '[]'),
      fc.array(iteration, { maxLength: 3 }).map((items): Node => ({ items })),
    ),
    often: 0.5,
  },
  output_tokens_details: { of: fc.constantFrom('null', '{"thinking_tokens":3}'), often: 0.3 },
});
const block = fc.oneof(
  object({
    type: { of: fc.constantFrom('"tool_use"', '"tool_use"', '"text"', '"tool\\u005fuse"', 'null'), often: 0.95 },
    name: { of: fc.oneof(anyString, fc.constantFrom<Node>('"Bash"', '"a,b"', 'null')), often: 0.8 },
    input: { of: other },
  }),
  object({ type: { of: fc.constant<Node>('"text"') }, text: { of: anyString } }),
  other,
);
const content = fc.oneof(
  fc.array(block, { maxLength: 3 }).map((items): Node => ({ items })),
  anyString,
  fc.constant<Node>('null'),
);
const message = object({
  id: {
    of: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom<Node>('"msg_01A"', '"msg_01B"', '"msg_02"') },
      { weight: 1, arbitrary: other },
    ),
    often: 0.98,
  },
  model: {
    of: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom<Node>('"claude-opus-4-8"', '"claude-haiku-4-5"') },
      { weight: 1, arbitrary: fc.oneof(fc.constant<Node>('"<synthetic>"'), other) },
    ),
  },
  type: { of: fc.constant<Node>('"message"') },
  role: {
    of: usually(['"assistant"'], fc.constantFrom('"user"', '"us\\u0065r"', 'null', '7')),
    often: 0.9,
    once: true,
  },
  content: { of: content },
  stop_reason: { of: usually(['null', '"end_turn"', '""', '"tool_use"'], fc.constant('0')) },
  usage: { of: fc.oneof({ weight: 40, arbitrary: usage }, { weight: 1, arbitrary: other }), often: 0.95 },
});
const time = fc.oneof(
  {
    weight: 40,
    arbitrary: fc
      .date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((d): Node => text(d.toISOString())),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Node>(
      '"2026-02-30T00:00:00.000Z"',
      '"2026-05-01T10:00:00Z"',
      '"2026-05-01T10:00:00.000+02:00"',
      '"2026-05-01T24:00:00.000Z"',
      '"1999-12-31T23:59:59.999Z"',
      '"2026-05-01 10:00:00.000Z"',
      '"2026-0x-01T10:00:00.000Z"',
      '1777629600000',
      'null',
      '""',
    ),
  },
);
const envelope = {
  parentUuid: { of: fc.constantFrom<Node>('null', '"5f39c821-52c3-420e-ae13-ab63674e50a5"', '""', '"a\\"b"') },
  isSidechain: { of: flag },
  cwd: {
    of: fc.oneof(
      fc.constantFrom<Node>('"/home/ada/lamp"', '"D:\\\\src\\\\lamp"', '"/home/ada/\\u006camp"', 'null'),
      anyString,
    ),
  },
  sessionId: { of: fc.oneof(fc.constantFrom<Node>('"s1"', '"s2"', '""', 'null'), anyString) },
  version: { of: usually(['"2.1.32"', '"2.1.33"', 'null'], fc.constant('2')) },
  gitBranch: { of: fc.oneof(fc.constantFrom<Node>('"main"', '""', 'null'), anyString), often: 0.8 },
  agentId: { of: fc.constantFrom<Node>('"a1"', '"a2"', 'null'), often: 0.3 },
  requestId: { of: fc.constantFrom<Node>('"req_1"', 'null'), often: 0.7 },
  uuid: { of: fc.constantFrom<Node>('"u1"', '"u2"'), often: 0.9 },
  forkedFrom: {
    of: fc.constantFrom<Node>('null', 'null', 'null', '{"sessionId":"s0","messageUuid":"m"}', '{}'),
    often: 0.1,
  },
  quotaLimits: {
    of: fc.constantFrom<Node>('null', '{"status":"rejected","resetsAt":1788894600,"rateLimitType":"five_hour"}'),
    often: 0.05,
  },
  isApiErrorMessage: { of: flag, often: 0.1 },
  timestamp: { of: time, often: 0.97 },
};
const anyAssistantRecord = object({
  ...envelope,
  type: {
    of: usually(['"assistant"'], fc.constantFrom<Node>('"user"', 'null', '"as\\u0073istant"')),
    often: 0.98,
    once: true,
  },
  message: { of: fc.oneof({ weight: 40, arbitrary: message }, { weight: 1, arbitrary: other }), once: true },
});
/** As recent versions write it: the message soon, folder and session behind it. */
const recent = (node: Node): Node => {
  if (typeof node === 'string' || 'items' in node) return node;
  const first = ['parentUuid', 'isSidechain', 'message', 'type'];
  const place = ([key]: readonly [string, Node]): number => (first.includes(key) ? first.indexOf(key) : first.length);
  return { members: node.members.toSorted((a, b) => place(a) - place(b)) };
};
const assistantRecord = fc.oneof(anyAssistantRecord, anyAssistantRecord.map(recent));
const nestedRecord = object({
  type: { of: fc.constantFrom<Node>('"assistant"', '"user"'), once: true },
  timestamp: { of: time },
  requestId: { of: fc.constant<Node>('"req_n"') },
  uuid: { of: fc.constant<Node>('"un"') },
  message: { of: message, once: true },
});
const progressRecord = object({
  ...envelope,
  type: { of: fc.constant<Node>('"progress"'), often: 1, once: true },
  data: {
    of: object({
      type: { of: fc.constantFrom<Node>('"agent_progress"', '"agent_progress"', '"hook_progress"'), once: true },
      message: { of: nestedRecord, once: true },
      agentId: { of: fc.constant<Node>('"a9"') },
    }),
    often: 0.95,
    once: true,
  },
});
const sideRecord = object({
  type: {
    of: fc.constantFrom<Node>(
      '"custom-title"',
      '"ai-title"',
      '"agent-name"',
      '"cost-state"',
      '"summary"',
      '"attachment"',
      '"system"',
    ),
    often: 1,
    once: true,
  },
  customTitle: { of: anyString },
  aiTitle: { of: anyString },
  agentName: { of: anyString },
  sessionId: { of: fc.constantFrom<Node>('"s1"', 'null') },
  modelUsage: { of: fc.constantFrom<Node>('{"claude-opus-5":{"inputTokens":1,"costUSD":0.5}}', '[]', 'null') },
  startTime: { of: count },
  message: { of: message, often: 0.1 },
});

/** A transcript line: real-shaped, any key order, whole. */
export const anyLine: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: assistantRecord },
      { weight: 2, arbitrary: progressRecord },
      { weight: 1, arbitrary: sideRecord },
    ),
    fc.constantFrom('compact', 'compact', 'compact', 'compact', 'compact', 'compact', 'spaced', 'escaped'),
  )
  .map(([node, style]) => print(node, style as 'compact'));

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;
const replacement = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 1_000_000 }).map(String) },
  { weight: 4, arbitrary: nasty.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'null',
      'true',
      'false',
      '-3',
      '1.25',
      '01',
      '""',
      '{}',
      '[]',
      '[{"type":"advisor_message","output_tokens":4}]',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"user"',
      '"assistant"',
      '"progress"',
      '"fast"',
      '"us"',
      '"msg_02"',
      '"2026-05-01T10:00:00.000Z"',
    ),
  },
);

/** The line with some of its tokens exchanged; may be no JSON any more. */
const exchange = (line: string, exchanges: readonly (readonly [number, string])[]): string => {
  const tokens = [...line.matchAll(TOKEN)];
  const chosen = new Map(exchanges.map(([where, text]) => [where % tokens.length, text]));
  let out = '';
  let from = 0;
  tokens.forEach((token, index) => {
    const text = chosen.get(index);
    if (text === undefined) return;
    out += line.slice(from, token.index) + text;
    from = token.index + token[0].length;
  });
  return out + line.slice(from);
};

/** Members that may come a second time, put where a line's opening is. */
const early = fc.constantFrom(
  '"cwd":"/early"',
  '"sessionId":"early"',
  '"isSidechain":true',
  '"timestamp":"2025-05-01T10:00:00.000Z"',
  '"version":"0"',
  '"x":1',
  '"agentId":"early"',
  '"gitBranch":null',
  '"isApiErrorMessage":false',
  '"forkedFrom":null',
);
const withEarly = (line: string, member: string): string =>
  line.replace(/^\{("parentUuid":(?:"[^"\\]*"|null),)?/, (opening) => `${opening}${member},`);

/** A line and others of its form that differ in a few tokens, interleaved: what a parser remembers is used, and tempted. */
export const lineFamily: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.oneof(
      anyLine,
      assistantRecord.map((node) => print(node)),
    ),
    fc.array(fc.tuple(fc.array(fc.tuple(fc.nat(), replacement), { maxLength: 3 }), seldom(3, early)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([line, variants]) =>
    variants.flatMap(([exchanges, member]) => {
      const other = exchange(line, exchanges);
      return [line, member === undefined ? other : withEarly(other, member)];
    }),
  );
