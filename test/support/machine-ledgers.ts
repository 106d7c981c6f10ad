import type { SharedTitle, SharedTurn } from '../../src/contract/shared-turn.ts';
import type { MachineCard } from '../../src/ledger/sharing-writer.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { type LedgerContents, machineUid } from './ledger-contents.ts';
import { filledLedger } from './sqlite-ledger.ts';

/** What one machine tells the others, unredacted. */
export interface Told {
  readonly card: MachineCard;
  readonly lastHeardMs: number | undefined;
  readonly turns: readonly SharedTurn[];
  readonly titles: readonly SharedTitle[];
}

/** What a machine's own ledger leaves out: when it heard itself, and where others keep their files. */
export const heardByOne = {
  contents: (contents: LedgerContents): LedgerContents => ({
    ...contents,
    machines: contents.machines.map((m, index) => {
      const { lastHeardMs, ...rest } = m;
      return index === 0 || lastHeardMs === undefined ? rest : { ...rest, lastHeardMs };
    }),
  }),
  figures: ['cwd', 'files'],
};

/** What each machine of the contents tells, in their order. */
export async function toldByAll(contents: LedgerContents): Promise<Told[]> {
  const all: Told[] = [];
  for (const [index, { name, member = '', team = '', lastHeardMs }] of contents.machines.entries()) {
    const ledger = await machineLedger(contents, index, 'UTC');
    const { turns, titles } = await ledger.write((w) => {
      w.sharing.start();
      const dirty = w.sharing.dirty(100_000).map((d) => d.turn);
      return { turns: dirty, titles: w.sharing.titlesOf(dirty.map((t) => t.sessionId)) };
    });
    await ledger.close();
    all.push({ card: { uid: machineUid(index), name, member, team }, lastHeardMs, turns, titles });
  }
  return all;
}

async function machineLedger(contents: LedgerContents, index: number, homeZone: string): Promise<SqlLedger> {
  const one = { ...contents, machines: [contents.machines[index]!] };
  const ledger = await filledLedger(one, { homeZone, filewise: false });
  await ledger.write((w) => w.sharing.becomeMachine(machineUid(index)));
  return ledger;
}

/** The first machine's ledger, which has heard all the others. */
export async function ledgerOfAll(contents: LedgerContents, homeZone: string): Promise<SqlLedger> {
  const ledger = await machineLedger(contents, 0, homeZone);
  const [, ...others] = await toldByAll(contents);
  for (const { card, lastHeardMs, turns, titles } of others) {
    await ledger.write((w) => {
      const id = w.sharing.machine(card);
      if (lastHeardMs !== undefined) w.sharing.heard(id, lastHeardMs);
      w.sharing.add(id, turns, (key, name) => ({ key, name }));
      for (const title of titles) w.sharing.title(title);
    });
  }
  await ledger.write((w) => {
    const idOf = (index: number): number => w.dimensions.machine(machineUid(index), '');
    for (const [index, { alias, retired, mergedInto }] of contents.machines.entries()) {
      if (alias) w.machines.rename(idOf(index), alias);
      if (retired) w.machines.retire(idOf(index), true);
      if (mergedInto !== undefined) w.machines.merge(idOf(index), idOf(mergedInto));
    }
  });
  return ledger;
}
