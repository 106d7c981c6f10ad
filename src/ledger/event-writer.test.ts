import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLedger } from './open-ledger.ts';
import type { EventRow } from './event-row.ts';
import { FLAG } from './schema.ts';
import type { LedgerWriter } from './writer.ts';

interface Line {
  machine: number;
  key: string;
  minute: number;
  session: string;
  file: number;
  model: string;
  rank: number;
  final: boolean;
  input: number;
  output: number;
  tool: string;
}
const line: fc.Arbitrary<Line> = fc.record({
  machine: fc.nat(2),
  key: fc.constantFrom('msg_1', 'msg_2', 'msg_3'),
  minute: fc.nat(5000),
  session: fc.constantFrom('s1', 's2', 's3'),
  file: fc.nat(2),
  model: fc.constantFrom('claude-opus-5', 'claude-haiku-5-5'),
  rank: fc.constantFrom(0, 1, 2, 3),
  final: fc.boolean(),
  input: fc.nat(2),
  output: fc.nat(4),
  tool: fc.constantFrom('', 'Bash', 'Read'),
});

const MACHINES = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)];

function toRow(w: LedgerWriter, files: readonly number[], l: Line): EventRow {
  const d = w.dimensions;
  const none = d.label('');
  return {
    key: l.key,
    tsMs: Date.UTC(2026, 9, 24) + l.minute * 60_000,
    sessionId: d.session(l.session),
    folderId: d.folder('/w/app', d.project('dir:w/app', 'w/app')),
    machineId: d.machine(MACHINES[l.machine] ?? '', `machine ${l.machine}`),
    classId: d.priceClass({ model: l.model, fast: false, batch: false, us: false, context: 0 }),
    branchId: none,
    toolsId: d.label(l.tool),
    agentId: none,
    versionId: none,
    fileId: files[l.file] ?? 0,
    flags: l.rank | (l.final ? FLAG.final : 0) | (l.rank === 3 ? 0 : FLAG.side),
    input: l.input,
    output: l.output,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    webSearches: 0,
  };
}

/** Writes the groups of lines, one transaction each, and returns what the ledger then holds. */
async function ledgerOf(groups: readonly (readonly Line[])[], without?: number): Promise<unknown> {
  await using ledger = await openLedger(':memory:', {
    machineName: 'm',
    zone: 'Europe/Berlin',
    epochs: [Date.UTC(2026, 9, 26)],
  });
  for (const group of groups) {
    await ledger.write((w) => {
      const files = [10, 20, 30].map((bornMs) =>
        w.saveFile({
          path: `/f${bornMs}`,
          source: 'claude-code',
          stamp: '',
          bornMs,
          readOffset: 0,
          proof: '',
          lastTimestampMs: null,
        }),
      );
      for (const l of group) w.addEvent(toRow(w, files, l));
    });
  }
  if (without !== undefined)
    await ledger.write((w) => w.removeMachine(w.dimensions.machine(MACHINES[without] ?? '', '')));
  expect(ledger.verify().ok).toBe(true);
  const query = { range: {}, zone: 'Europe/Berlin', filter: {} };
  const turns = [];
  const uids = new Map((await ledger.reader.sessions([1, 2, 3])).map((s) => [s.id, s.uid]));
  const names = new Map((await ledger.reader.machines()).map((m) => [m.id, m.name]));
  for await (const { classId: _class, session, project: _project, machine, ...turn } of ledger.reader.turns(query)) {
    turns.push({ ...turn, session: uids.get(session), machine: names.get(machine) });
  }
  const days = (await ledger.reader.usage({ ...query, by: ['day'] }))
    .map(({ classId: _class, project: _project, ...cell }) => JSON.stringify(cell))
    .sort();
  return { turns, days };
}

test(
  'any order, any split into transactions and any repeats of lines give the same ledger',
  { timeout: 60_000 },
  async () => {
    const lines = fc.array(line, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lines, fc.infiniteStream(fc.nat()), fc.nat(11), async (all, random, cut) => {
        const shuffled = all
          .map((l) => ({ l, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map((x) => x.l);
        const once = await ledgerOf([all]);
        expect(await ledgerOf([shuffled.slice(0, cut), shuffled.slice(cut), shuffled])).toEqual(once);
      }),
      { numRuns: 150 },
    );
  },
);

test('a machine that is removed leaves the ledger that never knew it', { timeout: 60_000 }, async () => {
  const lines = fc.array(line, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lines, fc.nat(2), async (all, gone) => {
      expect(await ledgerOf([all], gone)).toEqual(await ledgerOf([all.filter((l) => l.machine !== gone)]));
    }),
    { numRuns: 150 },
  );
});
