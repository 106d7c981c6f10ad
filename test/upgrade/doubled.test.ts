import { expect, test } from 'vitest';
import { RANK } from '../../src/contract/usage-event.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { TempHome } from '../support/temp-home.ts';
import { buildOlder, LAYOUTS, readRows, type Row } from './older-database.ts';

const OPTIONS = { machineName: 'studio', zone: 'UTC' } as const;
const MODEL = 'claude-opus-4-6';
const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, seconds)).toISOString();

/** One line of a streamed response as the first dashboards stored it. */
function line(seconds: number, output: number, response: number, more: Row = {}): Row {
  return {
    session_id: 's1',
    timestamp: at(seconds),
    model: MODEL,
    cwd: '/home/ada/src/lantern',
    input_tokens: 3,
    output_tokens: output,
    cache_read_tokens: response * 1000,
    cache_creation_tokens: 70,
    ...more,
  };
}
/** Two responses, stored as three rows and two. */
const DOUBLED = [line(0, 2, 1), line(3, 50, 1), line(5, 50, 1), line(9, 4, 2), line(12, 90, 2, { tool_name: 'Bash' })];

interface Seen {
  seconds: number;
  output: number;
  response: number;
  session?: string;
  model?: string;
}

/** What a scan adds when it finds a response in a transcript. */
async function scanned(ledger: SqlLedger, key: string, seen: Seen): Promise<void> {
  const machineId = ledger.selfMachineId();
  await ledger.write((w) => {
    const d = w.dimensions;
    const none = d.label('');
    w.addEvent({
      key,
      tsMs: Date.parse(at(seen.seconds)),
      sessionId: d.session(seen.session ?? 's1'),
      folderId: d.folder('/home/ada/src/lantern', d.project('dir:src/lantern', 'src/lantern')),
      machineId,
      classId: d.priceClass({ model: seen.model ?? MODEL, fast: false, batch: false, us: false, context: 0 }),
      branchId: none,
      toolsId: none,
      agentId: none,
      versionId: none,
      fileId: 0,
      flags: RANK.main | 4,
      input: 3,
      output: seen.output,
      cache5m: 0,
      cache1h: 70,
      cacheRead: seen.response * 1000,
      webSearches: 0,
    });
  });
}

async function stateOf(ledger: SqlLedger): Promise<{ turns: number; output: number; doubled: number }> {
  expect(ledger.verify().ok).toBe(true);
  const cells = await ledger.reader.usage({ by: [], range: {}, zone: 'UTC', filter: {} });
  const { legacyDuplicates } = await ledger.reader.stats();
  return {
    turns: cells.reduce((s, c) => s + c.turns, 0),
    output: cells.reduce((s, c) => s + c.output, 0),
    doubled: legacyDuplicates,
  };
}

test('doubled streaming rows count once, and it is said how many there were', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V0!, DOUBLED);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  expect(await stateOf(ledger)).toEqual({ turns: 2, output: 140, doubled: 3 });
  expect(readRows(home.ledger, 'SELECT COUNT(*) AS n FROM legacy_turns')).toEqual([{ n: 5 }]);
  expect(readRows(home.ledger, 'SELECT timestamp, tool_name FROM turns ORDER BY timestamp')).toEqual([
    { timestamp: at(0), tool_name: null },
    { timestamp: at(9), tool_name: 'Bash' },
  ]);
});

test('rows that lost their unique index count once per id, the largest', async () => {
  using home = new TempHome();
  const rows = [5, 9, 2].map((output, i) => line(i, output, 1, { message_id: 'msg_1', session_id: `s${i}` }));
  buildOlder(home.ledger, { ...LAYOUTS.V1!, uniqueIds: false }, rows);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  expect(await stateOf(ledger)).toEqual({ turns: 1, output: 9, doubled: 2 });
});

test('the transcript of a row without an id takes its place', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, { turns: ['mood TEXT'], sessions: [] }, [...DOUBLED, line(600, 7, 3, { mood: 'late' })]);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  await scanned(ledger, 'msg_a', { seconds: 0, output: 55, response: 1 });
  expect(await stateOf(ledger)).toMatchObject({ turns: 3, output: 55 + 90 + 7 });
  await scanned(ledger, 'msg_b', { seconds: 9, output: 90, response: 2 });
  await scanned(ledger, 'msg_c', { seconds: 600, output: 7, response: 3 });
  await scanned(ledger, 'msg_c', { seconds: 600, output: 7, response: 3 });
  expect(await stateOf(ledger)).toMatchObject({ turns: 3, output: 55 + 90 + 7 });
  expect(readRows(home.ledger, 'SELECT message_id, mood FROM turns ORDER BY timestamp')).toEqual([
    { message_id: 'msg_a', mood: null },
    { message_id: 'msg_b', mood: null },
    { message_id: 'msg_c', mood: 'late' },
  ]);
});

test('a row that bears the time of a later line is found within the session only', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V0!, [line(30, 50, 1), line(30, 80, 2)]);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  await scanned(ledger, 'msg_a', { seconds: 20, output: 50, response: 1 });
  await scanned(ledger, 'msg_b', { seconds: 20, output: 80, response: 2, session: 'other' });
  expect(await stateOf(ledger)).toMatchObject({ turns: 3, output: 50 + 80 + 80 });
});

test('a fork’s copies of a response go with it', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V0!, [line(0, 50, 1), line(0, 50, 1, { session_id: 'fork' })]);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  expect(await stateOf(ledger)).toMatchObject({ turns: 2 });
  await scanned(ledger, 'msg_a', { seconds: 0, output: 50, response: 1 });
  expect(await stateOf(ledger)).toMatchObject({ turns: 1, output: 50 });
});

test.each<[string, Seen]>([
  ['another time', { seconds: -1000, output: 50, response: 1 }],
  ['another cache count', { seconds: 0, output: 50, response: 9 }],
  ['another model', { seconds: 0, output: 50, response: 1, model: 'claude-haiku-4-5' }],
])('a response with %s is another one', async (_what, seen) => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V0!, [line(0, 50, 1)]);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  await scanned(ledger, 'msg_a', seen);
  expect(await stateOf(ledger)).toMatchObject({ turns: 2, output: 100 });
});

test('a row with an id is the turn of that id, whatever its time', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, [line(100, 20, 1, { message_id: 'msg_a' })]);
  await using ledger = await openLedger(home.ledger, OPTIONS);
  await scanned(ledger, 'msg_a', { seconds: 90, output: 15, response: 1 });
  // The transcript tells more than the older row: it wins whole, cache lifetimes included.
  expect(await stateOf(ledger)).toMatchObject({ turns: 1, output: 15 });
  expect(readRows(home.ledger, 'SELECT timestamp, cache_creation_tokens, cache_1h_tokens FROM turns')).toEqual([
    { timestamp: at(90), cache_creation_tokens: 0, cache_1h_tokens: 70 },
  ]);
});

test('two machines that upgrade one database agree on its rows; rows of two databases stay apart', async () => {
  const keysOf = async (rows: readonly Row[]): Promise<string[]> => {
    using home = new TempHome();
    buildOlder(home.ledger, LAYOUTS.V0!, rows);
    await using ledger = await openLedger(home.ledger, OPTIONS);
    const keys: string[] = [];
    for await (const t of ledger.reader.turns({ range: {}, zone: 'UTC', filter: {} })) keys.push(t.key);
    return keys;
  };
  expect(await keysOf(DOUBLED)).toEqual(await keysOf(DOUBLED));
  const other = await keysOf([line(0, 2, 1, { session_id: 's9' })]);
  expect((await keysOf(DOUBLED)).some((k) => other.includes(k))).toBe(false);
});
