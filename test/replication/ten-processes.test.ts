import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { TempHome } from '../support/temp-home.ts';
import { MACHINES, ROUNDS, turnsOfRound } from './story.ts';

const CHILD = join(import.meta.dirname, 'machine-child.ts');

/** How the machine's process ended: a signal, or null when it lived to its end. */
async function live(base: string, index: number, killAt: number): Promise<string | null> {
  const child = spawn(process.execPath, [CHILD, base, String(index), String(killAt)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(code === 0 || signal === 'SIGKILL').toBe(true);
  return signal;
}

/** Turns with their owner's name, as text. */
async function contentsOf(ledger: SqlLedger): Promise<string[]> {
  const names = new Map((await ledger.reader.machines()).map((m) => [m.id, m.name]));
  const lines: string[] = [];
  for await (const t of ledger.reader.turns({ range: {}, zone: 'UTC', filter: {} }))
    lines.push(`${t.key} ${t.output} ${names.get(t.machine)}`);
  return lines.toSorted();
}

async function truth(): Promise<string[]> {
  await using ledger = await openLedger(':memory:', { machineName: 'truth', zone: 'UTC' });
  for (let m = 0; m < MACHINES; m++) {
    const turns = Array.from({ length: ROUNDS }, (_, round) => turnsOfRound(m, round)).flat();
    const card = { uid: String(m).repeat(32), name: `machine ${m}`, member: '', team: '' };
    await ledger.write((w) => w.sharing.add(w.sharing.machine(card), turns, (key, name) => ({ key, name })));
  }
  return await contentsOf(ledger);
}

test('ten processes on one folder, each killed twice: every ledger holds the truth', { timeout: 300_000 }, async () => {
  using home = new TempHome();
  mkdirSync(home.path('drive'));
  const machines = Array.from({ length: MACHINES }, (_, i) => i);
  const killed = await Promise.all(
    machines.map(async (i) => [
      await live(home.home, i, 1 + i * 3),
      await live(home.home, i, 40 + i * 17),
      await live(home.home, i, -1),
    ]),
  );
  expect(killed.map((ends) => ends[2])).toEqual(machines.map(() => null));
  expect(killed.flat().filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(MACHINES);
  for (const i of machines) await live(home.home, i, -1);
  const expected = await truth();
  for (const i of machines) {
    await using ledger = await openLedger(home.path(`${i}.db`), { machineName: `machine ${i}`, zone: 'UTC' });
    expect(await contentsOf(ledger), `machine ${i}`).toEqual(expected);
    expect(ledger.verify().ok).toBe(true);
    expect(ledger.quickCheck()).toBe('ok');
  }
});
