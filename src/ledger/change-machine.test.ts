import { expect, test } from 'vitest';
import type { MachineChange } from '../contract/reports/machine-change.ts';
import { changeMachine } from './change-machine.ts';
import { openLedger } from './open-ledger.ts';
import type { SqlLedger } from './sql-ledger.ts';

const uid = (letter: string): string => letter.repeat(32);

async function threeMachines(): Promise<SqlLedger> {
  const ledger = await openLedger(':memory:', { machineName: 'self', zone: 'UTC' });
  await ledger.write(({ sharing }) => {
    for (const letter of ['b', 'c']) sharing.machine({ uid: uid(letter), name: `box-${letter}`, member: '', team: '' });
  });
  return ledger;
}
const machinesOf = async (ledger: SqlLedger) =>
  (await ledger.reader.machines()).map(({ name, retired, formerNames }) => [name, retired, formerNames.join()]);

const CHANGES: readonly (readonly [MachineChange, string])[] = [
  [{ kind: 'rename', machine: 'box-b', name: ' old box ' }, 'box-b is now called old box.'],
  [{ kind: 'merge', machine: 'box-b', into: 'box-c', undo: false }, 'box-b counts as box-c.'],
  [{ kind: 'retire', machine: uid('b').slice(0, 6), undo: false }, 'box-b is retired.'],
];

test.each(CHANGES)('%o is told, and its undo takes it back', async (change, told) => {
  await using ledger = await threeMachines();
  const before = await machinesOf(ledger);
  const { now, undo } = await changeMachine(ledger, change);
  expect(now).toBe(told);
  const after = await machinesOf(ledger);
  expect(after).not.toEqual(before);
  const back = await changeMachine(ledger, asChange(undo));
  expect(await machinesOf(ledger)).toEqual(before);
  // The way back has a way back.
  await changeMachine(ledger, asChange(back.undo));
  expect(await machinesOf(ledger)).toEqual(after);
});

function asChange({ kind, query }: { kind: MachineChange['kind']; query: Record<string, string> }): MachineChange {
  return { kind, name: '', into: '', ...query, undo: query['undo'] === 'true' } as unknown as MachineChange;
}

test('a machine has its own name again when none is given', async () => {
  await using ledger = await threeMachines();
  await changeMachine(ledger, { kind: 'rename', machine: 'box-b', name: 'old box' });
  const { now } = await changeMachine(ledger, { kind: 'rename', machine: 'old box', name: '' });
  expect(now).toBe('old box has its own name again: box-b.');
});

test.each([
  [{ kind: 'rename', machine: 'box-b', name: 'box-c' }, 'that of another machine'],
  [{ kind: 'rename', machine: 'box-b', name: 'a\u202eb' }, 'cannot be seen'],
  [{ kind: 'rename', machine: 'box-b', name: 'x'.repeat(81) }, 'longer than 80'],
  [{ kind: 'rename', machine: 'nobody', name: 'x' }, 'no machine is called nobody'],
  [{ kind: 'merge', machine: 'box-b', into: 'box-b', undo: false }, 'merged into itself'],
  [{ kind: 'merge', machine: 'box-b', into: 'box-c', undo: true }, 'was not merged into box-c'],
] as const satisfies readonly (readonly [MachineChange, string])[])('%o is refused', async (change, why) => {
  await using ledger = await threeMachines();
  const before = await machinesOf(ledger);
  await expect(changeMachine(ledger, change)).rejects.toThrow(why);
  expect(await machinesOf(ledger)).toEqual(before);
});
