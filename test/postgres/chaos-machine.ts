import { join } from 'node:path';
import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { PostgresWorkspace } from '../../src/workspace/postgres/postgres-workspace.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { example } from '../support/shared-turn-example.ts';

export const MACHINES = 10;
export const ROUNDS = 3;
/** How long after a sync that failed the next one follows, and after how long a machine's process gives up the test. */
export const NEXT_SYNC_MS = 100;
export const GIVE_UP_MS = 180_000;
const TURNS_EACH = 1_500;
/** Of every machine's turns 5 % are the same ones, each as that machine has it. */
const SHARED_EVERY = 20;
/** Short, because a stalled connection holds up the others until it is given up. */
const PATIENCE_MS = 2_000;

/** The machine's identity is kept in `folder`. */
export function openChaosWorkspace(
  ledger: SqlLedger,
  index: number,
  dsn: string,
  folder: string,
): Promise<PostgresWorkspace> {
  return PostgresWorkspace.open({
    ledger,
    dsn,
    machineFile: join(folder, `machine-${index}.json`),
    fingerprint: nameOf(index),
    notice: (line) => void process.stderr.write(`${line}\n`),
    rules: shareRules('mine', ''),
    card: { name: nameOf(index), member: '', team: '', version: 'test' },
    calendar: { zone: 'UTC', epochs: [] },
    nowMs: () => 1_790_000_000_000,
    limits: { connectTimeoutMs: PATIENCE_MS, queryTimeoutMs: PATIENCE_MS },
  });
}

export function chaosTurns(index: number, turns = TURNS_EACH): SharedTurn[] {
  return Array.from({ length: turns }, (_, i) => {
    const isShared = i % SHARED_EVERY === 0;
    const nth = Math.floor(i / SHARED_EVERY);
    return {
      ...example(isShared ? `msg_shared_${i}` : `msg_${index}_${i}`),
      timestampMs: toEpochMs(1_790_000_000_000 + i * 60_000),
      // The first to see a shared turn, another machine for each, is its owner.
      bornMs: toEpochMs(1000 + ((nth + index) % MACHINES)),
      sessionId: isShared ? 'shared' : `s_${index}_${i % 7}`,
      projectKey: `ref:${i % 3}`,
      // Of a shared turn the machine with the most complete record wins, another one for each.
      output: 100 + (isShared ? (nth * 7 + index) % MACHINES : i % 50),
    };
  });
}

export const nameOf = (index: number): string => `machine ${index}`;

/** A ledger that had everything of the first machines at once. Close it. */
export async function chaosTruth(machines = MACHINES, turns = TURNS_EACH): Promise<SqlLedger> {
  const ledger = await openLedger(':memory:', { machineName: 'truth', zone: 'UTC' });
  for (let m = 0; m < machines; m++) {
    const card = { uid: String(m).repeat(32), name: nameOf(m), member: '', team: '' };
    await ledger.write((w) =>
      w.sharing.add(w.sharing.machine(card), chaosTurns(m, turns), (key, name) => ({ key, name })),
    );
  }
  return ledger;
}

/** Each turn with its session and its owner's name, as text; and the sums of the rollups. */
export async function contentsOf(reader: LedgerReader): Promise<object> {
  const names = new Map((await reader.machines()).map((m) => [m.id, m.name]));
  const sessions = new Map<number, string>();
  const turns: string[] = [];
  for await (const t of reader.turns({ range: {}, zone: 'UTC', filter: {} })) {
    if (!sessions.has(t.session)) sessions.set(t.session, (await reader.sessions([t.session]))[0]?.uid ?? '');
    turns.push(`${t.key} ${t.output} ${sessions.get(t.session)} ${names.get(t.machine)}`);
  }
  const sums = async (zone: string): Promise<string[]> =>
    (await reader.usage({ by: ['day', 'machine'], range: {}, zone, filter: {} }))
      .map((c) => `${zone} ${c.day} ${names.get(c.machine ?? 0)} ${c.turns} ${c.output}`)
      .sort();
  return { turns: turns.sort(), days: await sums('UTC'), quarters: await sums('Asia/Kathmandu') };
}
