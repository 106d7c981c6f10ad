import fc from 'fast-check';
import { expect, test } from 'vitest';
import { example } from '../../test/support/shared-turn-example.ts';
import { sharedTurn } from '../../test/support/shared-turns.ts';
import { dumpLedger } from '../../test/support/dump-ledger.ts';
import { TempHome } from '../../test/support/temp-home.ts';
import type { SharedTurn } from '../contract/shared-turn.ts';
import { QUARTER_MS, toEpochMs } from '../contract/units.ts';
import { openLedger } from './open-ledger.ts';

const MACHINES = ['b'.repeat(32), 'c'.repeat(32)];
type Told = readonly { readonly machine: number; readonly turn: SharedTurn }[];
const told = fc.array(fc.record({ machine: fc.nat(1), turn: sharedTurn }), { maxLength: 20 });

/** A ledger that heard the lists in turn, each in a transaction of its own. */
async function hearing(path: string, lists: readonly Told[], bulk: number): Promise<string[]> {
  const ledger = await openLedger(path, { machineName: 'laptop', zone: 'UTC' });
  for (const list of lists) {
    await ledger.write(
      (w) => {
        for (const { machine, turn } of list) {
          const card = { uid: MACHINES[machine]!, name: `machine ${machine}`, member: '', team: '' };
          w.sharing.add(w.sharing.machine(card), [turn], (key, name) => ({ key, name }));
        }
      },
      { bulk },
    );
  }
  expect(ledger.verify()).toMatchObject({ ok: true });
  expect(ledger.quickCheck()).toBe('ok');
  await ledger.close();
  return dumpLedger(path);
}

test('in one go or one by one, into an empty ledger or one that holds turns: the same ledger', async () => {
  using home = new TempHome();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(told, told, async (first, second) => {
      const path = (): string => home.path(`${(n += 1)}.db`);
      const oneByOne = await hearing(path(), [first, second], 0);
      expect(await hearing(path(), [first, second], 1)).toEqual(oneByOne);
      expect(await hearing(path(), [[...second, ...first]], 40)).toEqual(oneByOne);
    }),
    { numRuns: 30 },
  );
});

test('what fails in the middle leaves the ledger as it was, with its indexes', async () => {
  await using ledger = await openLedger(':memory:', { machineName: 'laptop', zone: 'UTC' });
  const add = (keys: readonly string[], fails: boolean): Promise<void> =>
    ledger.write(
      (w) => {
        w.sharing.add(
          w.dimensions.machine(MACHINES[0]!, 'b'),
          keys.map((key) => example(key)),
          (key, name) => ({ key, name }),
        );
        if (fails) throw new Error('the drive is gone');
      },
      { bulk: 10 },
    );
  await add(['msg_1'], false);
  await expect(add(['msg_2', 'msg_3'], true)).rejects.toThrow('the drive is gone');
  await ledger.write((w) => w.sharing.add(1, [example('msg_1')], (key, name) => ({ key, name })));
  expect((await ledger.reader.stats()).turns).toBe(1);
});

test('many quarters that are few among all are rebuilt by themselves, to the same rollup', async () => {
  await using ledger = await openLedger(':memory:', { machineName: 'laptop', zone: 'UTC' });
  const at = (quarter: number): SharedTurn => {
    const turn = example(`msg_${quarter}`);
    return { ...turn, timestampMs: toEpochMs(turn.timestampMs + quarter * QUARTER_MS) };
  };
  const add = (quarters: readonly number[]): Promise<void> =>
    ledger.write((w) => w.sharing.add(1, quarters.map(at), (key, name) => ({ key, name })));
  await add([0, 50_000]);
  await add(Array.from({ length: 2_100 }, (_, i) => 20_000 + i));
  expect(ledger.verify()).toMatchObject({ ok: true, turns: 2_102 });
});
