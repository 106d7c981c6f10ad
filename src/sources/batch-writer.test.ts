import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUsage } from '../ledger/merge.ts';
import { collector } from '../../test/support/parse-text.ts';
import { BATCH_ROWS, FLAG, type BatchRow } from './event-batch.ts';
import { copyDraft, newDraft, type UsageDraft } from './usage-draft.ts';

const draft = (fields: Partial<UsageDraft>): UsageDraft =>
  Object.assign(newDraft(), { key: 'k', timestampMs: 1 }, fields);

/** The ledger's view of rows: per key the winner whole, the earliest time, all tools. */
function merged(rows: readonly BatchRow[]): object[] {
  const turns = new Map<string, { usage: BatchRow; timestampMs: number; tools: Set<string> }>();
  for (const row of rows) {
    const turn = turns.get(row.key) ?? { usage: row, timestampMs: row.timestampMs, tools: new Set() };
    if (compareUsage(row, turn.usage) > 0) turn.usage = row;
    turn.timestampMs = Math.min(turn.timestampMs, row.timestampMs);
    for (const tool of row.tool.split(',')) if (tool !== '') turn.tools.add(tool);
    turns.set(row.key, turn);
  }
  return [...turns.values()].map(({ usage, timestampMs, tools }) => ({
    ...usage,
    timestampMs,
    tool: [...tools].sort(),
  }));
}

const few = fc.nat({ max: 3 });
const anyDraft = fc.record({
  key: fc.constantFrom('a', 'b'),
  timestampMs: fc.nat({ max: 5 }),
  input: fc.nat({ max: 1 }),
  output: few,
  cache5m: few,
  cache1h: few,
  cacheRead: few,
  webSearches: fc.nat({ max: 1 }),
  flags: fc
    .tuple(few, fc.subarray([FLAG.FINAL, FLAG.HAS_SPEED, FLAG.FAST, FLAG.BATCH, FLAG.US, 1 << FLAG.CONTEXT_SHIFT]))
    .map(([rank, bits]) => bits.reduce((all, bit) => all | bit, rank)),
  model: fc.constantFrom('m1', 'm2'),
  tool: fc.constantFrom('', 'Bash', 'Read', 'Edit'),
  session: fc.constantFrom('s1', 's1', 's2'),
});

test('collapsing first changes nothing for the ledger', () => {
  fc.assert(
    fc.property(fc.array(anyDraft, { maxLength: 12 }), (drafts) => {
      const write = (collapse: boolean): BatchRow[] => {
        const { writer, parsed } = collector({ collapse });
        for (const { model, tool, session, ...fields } of drafts) {
          const ids = {
            modelId: writer.strings.intern(model),
            toolId: writer.strings.intern(tool),
            sessionId: writer.strings.intern(session),
          };
          writer.add(draft({ ...fields, ...ids }));
        }
        writer.flush();
        return parsed.rows;
      };
      const [collapsed, plain] = [write(true), write(false)];
      expect(plain).toHaveLength(drafts.length);
      const usage = (rows: readonly BatchRow[]): object[] => merged(rows).map((turn) => ({ ...turn, sessionId: '' }));
      expect(usage(collapsed)).toEqual(usage(plain));
    }),
  );
});

test('lines of different places stay apart', () => {
  const { writer, parsed } = collector();
  for (const fields of [{}, { sessionId: 0, fileId: 2 }, { flags: FLAG.OWNER_CERTAIN }, { input: 9 }])
    writer.add(draft(fields));
  writer.flush();
  expect(parsed.rows).toHaveLength(4);
});

test('batches are full, in order, and their strings add up', () => {
  const { writer, parsed } = collector();
  for (let i = 0; i < BATCH_ROWS + 10; i += 1)
    writer.add(draft({ key: `k${i}`, modelId: writer.strings.intern(`m${i % 3000}`) }));
  writer.flush();
  expect(parsed.batches.map((batch) => batch.count)).toEqual([BATCH_ROWS, 10]);
  expect(parsed.rows.map((row) => row.key)).toEqual(Array.from({ length: BATCH_ROWS + 10 }, (_, i) => `k${i}`));
  expect(parsed.rows.at(-1)?.model).toBe(`m${(BATCH_ROWS + 9) % 3000}`);
});

test('each batch owns its numbers: a transfer of one leaves the others', () => {
  const { writer, parsed } = collector({ rows: 2 });
  for (const key of ['a', 'b', 'c', 'd', 'e']) writer.add(draft({ key }));
  writer.flush();
  const buffers = new Set(parsed.batches.map((batch) => batch.numbers.buffer));
  expect(buffers.size).toBe(3);
});

test('nothing gathered, nothing sent', () => {
  const { writer, parsed } = collector();
  writer.flush();
  writer.add(draft({}));
  writer.flush();
  writer.flush();
  expect(parsed.batches).toHaveLength(1);
});

test('facts without rows are sent', () => {
  const { writer, parsed } = collector();
  writer.addProblem({ fileId: 1, kind: 'bad-json', offset: 3, detail: '' });
  writer.flush();
  expect(parsed.problems).toHaveLength(1);
});

test('a draft is copied whole', () => {
  const from = newDraft();
  const numbered = Object.fromEntries(Object.keys(from).map((key, i) => [key, key === 'key' ? 'k' : i + 1]));
  Object.assign(from, numbered);
  const to = newDraft();
  copyDraft(to, from);
  expect(to).toEqual(from);
});
