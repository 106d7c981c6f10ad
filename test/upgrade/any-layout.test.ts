import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { TempHome } from '../support/temp-home.ts';
import { buildOlder, readRows, type Row } from './older-database.ts';

const OPTIONAL_TURN = [
  'message_id TEXT',
  'cache_1h_tokens INTEGER DEFAULT 0',
  'machine_id TEXT',
  'is_subagent INTEGER DEFAULT 0',
  'agent_id TEXT',
  'mood TEXT',
  'from TEXT',
  'Weight REAL',
];
const OPTIONAL_SESSION = [
  'session_name TEXT',
  'total_cache_1h INTEGER DEFAULT 0',
  "account TEXT DEFAULT 'default'",
  'machine_id TEXT',
  'topic TEXT',
  'order TEXT',
];
const quote = (definition: string): string => definition.replace(/^(\w+)/, '"$1"');

/** Hours apart, so that no two are lines of one response. */
const row = fc.record({
  session_id: fc.constantFrom('s1', 's2', null),
  model: fc.constantFrom('claude-opus-4-6', '', null),
  input_tokens: fc.nat(1e6),
  output_tokens: fc.nat(1e6),
  cache_read_tokens: fc.nat(1e6),
  cache_creation_tokens: fc.nat(1e6),
  cache_1h_tokens: fc.nat(1e6),
  message_id: fc.constantFrom('own', '', null),
  machine_id: fc.constantFrom('studio', 'laptop', 'box', '', null),
  is_subagent: fc.constantFrom(0, 1, null),
  mood: fc.constantFrom('good', null),
  timestamped: fc.boolean(),
});

test('any subset of the optional columns, in any order, loses no row and no token', { timeout: 60_000 }, async () => {
  const subset = (all: string[]) => fc.shuffledSubarray(all).map((columns) => columns.map(quote));
  await fc.assert(
    fc.asyncProperty(
      subset(OPTIONAL_TURN),
      subset(OPTIONAL_SESSION),
      fc.array(row, { maxLength: 12 }),
      async (turns, sessions, given) => {
        using home = new TempHome();
        const rows = given.map(({ timestamped, ...r }, i): Row => ({
          ...r,
          message_id: r.message_id === 'own' ? `msg_${i}` : r.message_id,
          timestamp: timestamped ? new Date(Date.UTC(2026, 2, 1, i)).toISOString() : 'unknown',
        }));
        buildOlder(home.ledger, { turns, sessions, uniqueIds: false }, rows, [
          { session_id: 's1', session_name: 'Lamp', account: 'work' },
        ]);
        const before = readRows(home.ledger, 'SELECT * FROM turns ORDER BY id');
        await using ledger = await openLedger(home.ledger, { machineName: 'studio', zone: 'UTC' });
        expect(readRows(home.ledger, 'SELECT * FROM legacy_turns ORDER BY id')).toEqual(before);
        const knowsHours = turns.some((c) => c.startsWith('"cache_1h'));
        const sum = (column: keyof Row): number => given.reduce((s, r) => s + Number(r[column as keyof typeof r]), 0);
        const cells = await ledger.reader.usage({ by: [], range: {}, zone: 'Asia/Kathmandu', filter: {} });
        const found = (of: (c: (typeof cells)[number]) => number): number => cells.reduce((s, c) => s + of(c), 0);
        expect(found((c) => c.turns)).toBe(given.length);
        expect(found((c) => c.input + c.output + c.cacheRead + c.cache5m)).toBe(
          sum('input_tokens') + sum('output_tokens') + sum('cache_read_tokens') + sum('cache_creation_tokens'),
        );
        expect(found((c) => c.cache1h)).toBe(knowsHours ? sum('cache_1h_tokens') : 0);
        expect(readRows(home.ledger, 'SELECT COUNT(*) AS n FROM turns')).toEqual([{ n: given.length }]);
        for (const column of ['mood', 'from', 'Weight'].filter((c) => turns.some((t) => t.startsWith(`"${c}"`)))) {
          const values = (table: string): unknown[] =>
            readRows(home.ledger, `SELECT "${column}" AS v FROM ${table} ORDER BY 1`).map((r) => r.v);
          expect(values('turns')).toEqual(values('legacy_turns'));
        }
        expect(ledger.verify().ok).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});
