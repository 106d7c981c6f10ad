import { expect, test } from 'vitest';
import { MemoryLedger } from '../../../test/support/memory-ledger.ts';
import { CONTENTS } from '../../../test/support/server-app.ts';
import type { LedgerReader, UsageQuery } from '../ledger.ts';
import { RememberingReader } from './remembering-reader.ts';
import { buffersOf, readRollup } from './rollup-columns.ts';

const EVERYTHING: UsageQuery = { by: [], range: {}, zone: 'Europe/Berlin', filter: {} };

/** A ledger whose revision a test sets, and that tells what it is asked for. */
function rig() {
  const ledger = new MemoryLedger(CONTENTS) as LedgerReader;
  const state = { revision: '1', asked: [] as string[], stale: 0 };
  const asked = (name: string): void => void state.asked.push(name);
  const { usage, stats, sessionCounts } = ledger;
  ledger.revision = async () => state.revision;
  ledger.usage = (query) => (asked('usage'), usage.call(ledger, query));
  ledger.stats = () => (asked('stats'), stats.call(ledger));
  ledger.sessionCounts = (query) => (asked('sessionCounts'), sessionCounts.call(ledger, query));
  const reader = new RememberingReader(ledger, () => state.stale++);
  const adopt = async (): Promise<void> => {
    const rollup = await readRollup(ledger);
    state.asked.length = 0;
    reader.adopt(rollup!);
  };
  return { ledger, state, reader, adopt };
}

test('a question is asked once a revision', async () => {
  const { state, reader } = rig();
  await reader.revision();
  const [one, other] = await Promise.all([reader.stats(), reader.stats()]);
  expect(other).toBe(one);
  await reader.usage(EVERYTHING);
  await reader.usage({ ...EVERYTHING });
  await reader.usage({ ...EVERYTHING, by: ['day'] });
  expect(state.asked).toEqual(['stats', 'usage', 'usage']);
  state.revision = '2';
  await reader.revision();
  await reader.stats();
  expect(state.asked).toEqual(['stats', 'usage', 'usage', 'stats']);
});

test('a failure is not kept', async () => {
  const { ledger, reader } = rig();
  const { stats } = ledger;
  ledger.stats = () => Promise.reject(new Error('busy'));
  await expect(reader.stats()).rejects.toThrow('busy');
  ledger.stats = stats;
  expect((await reader.stats()).turns).toBe(4);
});

test('with the rollup of this revision the ledger is not asked for sums', async () => {
  const { state, reader, adopt } = rig();
  await reader.revision();
  expect(state.stale).toBe(1);
  await adopt();
  await reader.revision();
  expect(state.stale).toBe(1);
  const cells = await reader.usage(EVERYTHING);
  expect(cells.reduce((turns, cell) => turns + cell.turns, 0)).toBe(4);
  expect(await reader.sessionCounts(EVERYTHING)).toEqual([{ sessions: 3 }]);
  expect(state.asked).toEqual([]);
});

test('a rollup of another revision is not used, and asked to be replaced', async () => {
  const { state, reader, adopt } = rig();
  await adopt();
  state.revision = '2';
  await reader.revision();
  await reader.usage(EVERYTHING);
  expect(state.asked).toEqual(['usage']);
  expect(state.stale).toBe(1);
});

test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns'])(
  'in %s, where an hour is no UTC hour, the rollup answers too',
  async (zone) => {
    const { state, reader, adopt } = rig();
    await adopt();
    await reader.revision();
    await reader.usage({ ...EVERYTHING, zone });
    await reader.sessionCounts({ ...EVERYTHING, zone });
    expect(state.asked).toEqual([]);
  },
);

test('a ledger that changes while it is read gives no rollup', async () => {
  const { ledger, state } = rig();
  const { usage } = ledger;
  ledger.usage = (query) => {
    state.revision = '2';
    return usage.call(ledger, query);
  };
  expect(await readRollup(ledger)).toBeUndefined();
});

test('a rollup survives being handed to another thread', async () => {
  const { ledger, reader } = rig();
  const rollup = (await readRollup(ledger))!;
  const before = rollup.rows;
  const arrived = structuredClone(rollup, { transfer: buffersOf(rollup) });
  expect(rollup.dimensions.quarter.length).toBe(0);
  expect(arrived.rows).toBe(before);
  reader.adopt(arrived);
  await reader.revision();
  expect(await reader.sessionCounts(EVERYTHING)).toEqual([{ sessions: 3 }]);
});
