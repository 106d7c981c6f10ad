import { expect, test } from 'vitest';
import type { SharedTurn } from '../contract/shared-turn.ts';
import { openLedger } from './open-ledger.ts';
import type { SqlLedger } from './sql-ledger.ts';

const DAY = Date.UTC(2026, 0, 5);
const QUERY = { range: {}, zone: 'UTC', filter: {} };
const card = (letter: string): { uid: string; name: string; member: string; team: string } => ({
  uid: letter.repeat(32),
  name: letter,
  member: '',
  team: '',
});
const turn = (key: string, sessionId: string, output: number): SharedTurn => ({
  key,
  timestampMs: DAY as never,
  bornMs: 1 as never,
  rank: 3,
  final: true,
  hasSpeed: false,
  ownerCertain: false,
  side: false,
  webSearches: 0,
  sessionId,
  projectKey: 'dir:app',
  projectName: 'app',
  branch: '',
  model: 'm',
  fast: false,
  batch: false,
  us: false,
  context: 0,
  input: 1,
  output,
  cache5m: 0,
  cache1h: 0,
  cacheRead: 0,
});

/** Three machines: b and c worked on one session, d on another. */
async function threeMachines(): Promise<SqlLedger> {
  const ledger = await openLedger(':memory:', { machineName: 'self', zone: 'UTC' });
  await ledger.write(({ sharing }) => {
    const same = (key: string, name: string): { key: string; name: string } => ({ key, name });
    sharing.add(sharing.machine(card('b')), [turn('1', 's', 10)], same);
    sharing.add(sharing.machine(card('c')), [turn('2', 's', 20)], same);
    sharing.add(sharing.machine(card('d')), [turn('3', 't', 40)], same);
  });
  return ledger;
}
async function byName(ledger: SqlLedger, filter = {}): Promise<Record<string, [number, number]>> {
  const names = new Map((await ledger.reader.machines()).map((m) => [m.id, m.name]));
  const sessions = new Map(
    (await ledger.reader.sessionCounts({ ...QUERY, filter, by: ['machine'] })).map((r) => [r.machine, r.sessions]),
  );
  const cells = await ledger.reader.usage({ ...QUERY, filter, by: ['machine'] });
  return Object.fromEntries(
    cells.map((c) => [names.get(c.machine ?? 0), [c.output, sessions.get(c.machine ?? 0) ?? 0]]),
  );
}
const idOf = async (ledger: SqlLedger, name: string): Promise<number> =>
  (await ledger.reader.machines()).find((m) => m.name === name)?.id ?? 0;

test('a merged machine counts as the other everywhere, and can be separated again', async () => {
  await using ledger = await threeMachines();
  const [b, c] = [await idOf(ledger, 'b'), await idOf(ledger, 'c')];
  expect(await byName(ledger)).toEqual({ b: [10, 1], c: [20, 1], d: [40, 1] });
  await ledger.write((w) => w.machines.merge(b, c));
  expect(await byName(ledger)).toEqual({ c: [30, 1], d: [40, 1] });
  expect(await byName(ledger, { machines: [c] })).toEqual({ c: [30, 1] });
  expect((await ledger.reader.lastActivity('machine', QUERY)).get(c)).toBe(DAY);
  expect((await ledger.reader.recentSessions({ ...QUERY, limit: 9 })).map((s) => s.machineId)).not.toContain(b);
  for await (const t of ledger.reader.turns(QUERY)) expect(t.machine).not.toBe(b);
  expect((await ledger.reader.machines()).find((m) => m.name === 'c')?.formerUids).toEqual(['b'.repeat(32)]);
  await ledger.write((w) => w.machines.separate(b));
  expect(await byName(ledger)).toEqual({ b: [10, 1], c: [20, 1], d: [40, 1] });
});

test('merges follow one another, and never in a circle', async () => {
  await using ledger = await threeMachines();
  const [b, c, d] = [await idOf(ledger, 'b'), await idOf(ledger, 'c'), await idOf(ledger, 'd')];
  await ledger.write((w) => {
    w.machines.merge(b, c);
    w.machines.merge(c, d);
  });
  expect(await byName(ledger)).toEqual({ d: [70, 2] });
  await expect(ledger.write((w) => w.machines.merge(d, b))).rejects.toThrow('into itself');
});

test('a name of your own and retiring change no figure, move the revision, and can be taken back', async () => {
  await using ledger = await threeMachines();
  const b = await idOf(ledger, 'b');
  const before = await ledger.reader.revision();
  await ledger.write((w) => {
    w.machines.rename(b, 'old laptop');
    w.machines.retire(b, true);
  });
  expect(await ledger.reader.revision()).not.toBe(before);
  expect((await ledger.reader.machines()).find((m) => m.id === b)).toMatchObject({ name: 'old laptop', retired: true });
  expect((await byName(ledger))['old laptop']).toEqual([10, 1]);
  await ledger.write((w) => w.machines.rename(b, ''));
  expect((await ledger.reader.machines()).find((m) => m.id === b)?.name).toBe('b');
  await expect(ledger.write((w) => w.machines.retire(999, true))).rejects.toThrow('no such machine');
});
