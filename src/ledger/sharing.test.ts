import { expect, test } from 'vitest';
import type { SharedTurn } from '../contract/shared-turn.ts';
import type { EventRow } from './event-row.ts';
import { openLedger } from './open-ledger.ts';
import { FLAG } from './schema.ts';
import type { SqlLedger } from './sql-ledger.ts';
import type { LedgerWriter } from './writer.ts';

const OTHER = { uid: 'b'.repeat(32), name: 'desktop', member: 'ada', team: 'core' };
const open = (): Promise<SqlLedger> => openLedger(':memory:', { machineName: 'laptop', zone: 'UTC' });

function ownRow(w: LedgerWriter, key: string, output: number): EventRow {
  const d = w.dimensions;
  const none = d.label('');
  const fileId = w.saveFile({
    path: '/t',
    source: 'claude-code',
    stamp: '',
    bornMs: 5,
    readOffset: 0,
    proof: '',
    lastTimestampMs: null,
  });
  return {
    key,
    tsMs: Date.UTC(2026, 0, 1),
    sessionId: d.session('s'),
    folderId: d.folder('/secret/app', d.project('dir:app', 'app')),
    machineId: 1,
    classId: d.priceClass({ model: 'm', fast: false, batch: false, us: false, context: 0 }),
    branchId: d.label('main'),
    toolsId: d.label('Bash'),
    agentId: none,
    versionId: none,
    fileId,
    flags: 3 | FLAG.final,
    input: 1,
    output,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    webSearches: 0,
  };
}
const dirtyKeys = (l: SqlLedger): Promise<string[]> =>
  l.write((w) => w.sharing.dirty(100).map((d) => `${d.turn.key}:${d.turn.output}`));

test('what was there before sharing is dirty at once, what is taken is not, what changes is again', async () => {
  await using ledger = await open();
  await ledger.write((w) => w.addEvent(ownRow(w, 'a', 1)));
  expect(await dirtyKeys(ledger)).toEqual([]);
  await ledger.write((w) => w.sharing.start());
  expect(await dirtyKeys(ledger)).toEqual(['a:1']);
  await ledger.write((w) => w.sharing.taken(w.sharing.dirty(100)));
  expect(await dirtyKeys(ledger)).toEqual([]);
  await ledger.write((w) => {
    w.addEvent(ownRow(w, 'a', 1));
    w.addEvent(ownRow(w, 'b', 7));
  });
  expect(await dirtyKeys(ledger)).toEqual(['b:7']);
  await ledger.write((w) => w.addEvent(ownRow(w, 'a', 9)));
  expect(await dirtyKeys(ledger)).toEqual(['a:9', 'b:7']);
});

test('a shared turn names no folder and no tool, and goes out as this machine sighted it', async () => {
  await using ledger = await open();
  const own = await ledger.write((w) => {
    w.sharing.start();
    w.addEvent(ownRow(w, 'a', 1));
    return w.sharing.dirty(1)[0]?.turn;
  });
  expect(JSON.stringify(own)).not.toMatch(/secret|Bash/);
  const larger: SharedTurn = { ...(own as SharedTurn), output: 50, bornMs: 1 as never };
  await ledger.write((w) => w.sharing.add(w.sharing.machine(OTHER), [larger], (key, name) => ({ key, name })));
  expect(await dirtyKeys(ledger)).toEqual(['a:1']);
  const cells = await ledger.reader.usage({ by: ['machine'], range: {}, zone: 'UTC', filter: {} });
  expect(cells.map((c) => [c.machine, c.turns, c.output])).toEqual([[2, 1, 50]]);
  await ledger.write((w) => w.removeMachine(2));
  const back = await ledger.reader.usage({ by: ['machine'], range: {}, zone: 'UTC', filter: {} });
  expect(back.map((c) => [c.machine, c.turns, c.output])).toEqual([[1, 1, 1]]);
});

test('another machine changes nothing of what is dirty here', async () => {
  await using ledger = await open();
  await ledger.write((w) => {
    w.sharing.start();
    const id = w.sharing.machine(OTHER);
    w.addEvent({ ...ownRow(w, 'x', 3), machineId: id });
    w.sharing.heard(id, 1000);
    w.sharing.heard(id, 500);
  });
  expect(await dirtyKeys(ledger)).toEqual([]);
  expect((await ledger.reader.machines()).map((m) => [m.name, m.member, m.team, m.lastHeardMs])).toEqual([
    ['laptop', '', '', null],
    ['desktop', 'ada', 'core', 1000],
  ]);
});
