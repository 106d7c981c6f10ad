import { type Files, lines } from './files.ts';
import { assistant, plain, session, type Place, type Turn } from './record.ts';

const place: Place = { session: session(60), cwd: '/home/ada/names', version: '2.1.50' };
const base: Turn = { model: 'claude-sonnet-4-6', input: 10, output: 20, read: 100, at: '2026-03-01T10:00:00.000Z' };

/** What identifies a turn when ids are missing, which copy wins, and how many shapes a line may have. */
export function identity(): Files {
  return {
    [`projects/-home-ada-names/${session(60)}.jsonl`]: lines(...missingIds(), ...winners(), ...shapes()),
    [`projects/-home-ada-names/${session(61)}.jsonl`]: lines(nothing(), twin()),
  };
}

function missingIds(): string[] {
  const uuidOnly = { ...base, id: null, request: null, envelope: { uuid: '00000000-0000-4000-8000-0000000000aa' } };
  return [
    assistant(place, { ...base, id: null, request: 'req_id01' }),
    assistant(place, { ...base, id: null, request: 'req_id01', output: 44 }),
    assistant(place, { ...uuidOnly, output: 5 }),
    assistant(place, { ...uuidOnly, output: 6 }),
    nothing(),
  ];
}

/** Neither id, request nor uuid: the line itself is the identity, here in two files. */
function nothing(): string {
  return plain({
    timestamp: '2026-03-01T10:05:00.000Z',
    sessionId: session(60),
    message: { model: 'claude-sonnet-4-6', usage: { input_tokens: 31, output_tokens: 32 } },
  });
}

function twin(): string {
  return assistant({ ...place, session: session(61) }, { ...base, id: 'msg_idtwin', at: '2026-03-01T11:00:00.000Z' });
}

/** Main chain over side chain over nested copy; then the larger total; one whole line, never a mixture. */
function winners(): string[] {
  const side: Place = { ...place, sidechain: true, agent: 'a0000000000000009' };
  return [
    assistant(side, { ...base, id: 'msg_idw1', output: 5000 }),
    assistant(place, { ...base, id: 'msg_idw1', output: 1 }),
    // Smaller output, larger total: this whole line wins.
    assistant(place, { ...base, id: 'msg_idw2', output: 900, read: 0 }),
    assistant(place, { ...base, id: 'msg_idw2', output: 10, read: 4000 }),
    // Equal totals, different split: the final one.
    assistant(place, { ...base, id: 'msg_idw3', output: 50, read: 150, final: true }),
    assistant(place, { ...base, id: 'msg_idw3', output: 60, read: 140 }),
  ];
}

/** Other orders, spaces, escapes and line ends: all of them valid JSON. */
function shapes(): string[] {
  const spaced = JSON.stringify(JSON.parse(assistant(place, { ...base, id: 'msg_ids1' })), null, 1).replaceAll(
    '\n',
    ' ',
  );
  const reversed = Object.fromEntries(
    Object.entries(JSON.parse(assistant(place, { ...base, id: 'msg_ids2' })) as object).reverse(),
  );
  const escaped = assistant(place, { ...base, id: 'msg_ids3' })
    .replace('"usage"', '"\\u0075sage"')
    .replace('claude-sonnet', 'claude\\u002dsonnet');
  const lied = assistant(place, {
    ...base,
    id: 'msg_ids4',
    block: 'tool',
    envelope: { note: { message: { id: 'msg_lie', usage: { input_tokens: 5, output_tokens: 5 } } } },
  });
  const doubled = assistant(place, { ...base, id: 'msg_ids5' }).replace(
    '"input_tokens":10',
    '"input_tokens":1,"input_tokens":10',
  );
  const dear = assistant(place, {
    ...base,
    id: 'msg_ids6',
    read: 9_007_199_254,
    body: 'é🙂 \u2028 "type":"assistant" \\ \u0001',
  });
  const offset = assistant(place, { ...base, id: 'msg_ids7', at: '2026-03-02T01:30:00.000+02:00' });
  const exponent = assistant(place, { ...base, id: 'msg_ids8' }).replace('"input_tokens":10', '"input_tokens":1.5e3');
  const crlf = `${assistant(place, { ...base, id: 'msg_ids9' })}\r`;
  const long = assistant(place, { ...base, id: 'msg_ids10', body: 'long '.repeat(8_000) });
  const { type: _, ...untyped } = JSON.parse(assistant(place, { ...base, id: 'msg_ids11' })) as Record<string, unknown>;
  return [spaced, plain(reversed), escaped, lied, doubled, dear, offset, exponent, crlf, long, plain(untyped)];
}
