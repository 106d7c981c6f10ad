import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';
import type { Rank } from '../../src/contract/usage-event.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { collect, type CollectRules } from '../../src/workspace/collect.ts';
import { newKeyPair } from '../../src/workspace/folder/documents.ts';
import type { Identity } from '../../src/workspace/identity.ts';
import { publish, type PublishRules } from '../../src/workspace/publish.ts';
import { type Chance, type Replica, SyncedDrive } from './synced-folder.ts';

/** Worlds in two files, for two cores. A fraction on a desk, so that the suite stays quick; CI runs them all. */
export const SEEDS = process.env.CI ? 3000 : 200;

export interface Rules {
  readonly publish?: (machine: Machine) => PublishRules;
  readonly collect?: CollectRules;
}
class Crash extends Error {}

/** Keys are dear to make; a world needs them to differ, not to be new. */
const KEYS = Array.from({ length: 4 }, newKeyPair);
const START_MS = Date.UTC(2026, 9, 1);

/** mulberry32: small, seeded, good enough to choose faults. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { below: (n) => Math.floor(next() * n), oneIn: (n) => next() * n < 1 };
}

export interface Machine {
  readonly index: number;
  readonly ledger: SqlLedger;
  readonly replica: Replica;
  readonly identity: Identity;
  readonly produced: SharedTurn[];
  /** Names of own segments that were once seen lying in the folder. */
  readonly seen: Set<string>;
}

/** One world: machines that work, publish and collect over a drive that misbehaves, all chosen by the seed. */
export class World {
  readonly #chance: Chance;
  readonly #drive: SyncedDrive;
  readonly #rules: Rules;
  readonly #bulkAbove: number;
  readonly machines: Machine[] = [];
  #nowMs = START_MS;

  constructor(seed: number, rules: Rules = {}) {
    this.#chance = chanceOf(seed);
    this.#drive = new SyncedDrive(this.#chance);
    this.#bulkAbove = seed % 2 === 0 ? 0 : Infinity;
    this.#rules = rules;
  }

  /** Runs the seed's story. Returns what differs from the truth at its end; empty when every ledger holds it. */
  async run(): Promise<string[]> {
    const count = 2 + this.#chance.below(2);
    for (let i = 0; i < count; i++) this.machines.push(await this.#newMachine(i));
    try {
      const steps = 25 + this.#chance.below(25);
      for (let i = 0; i < steps; i++) await this.#step();
      await this.#settle();
      return await this.#differences();
    } finally {
      for (const m of this.machines) await m.ledger.close();
    }
  }

  async #newMachine(index: number): Promise<Machine> {
    const ledger = await openLedger(':memory:', { machineName: `machine ${index}`, zone: 'UTC' });
    // Identities decide ties, so they belong to the seed.
    const uidOfSeed = Array.from({ length: 32 }, () => this.#chance.below(16).toString(16)).join('');
    await ledger.write((w) => {
      w.sharing.becomeMachine(uidOfSeed);
      w.sharing.start();
    });
    const uid = (await ledger.reader.machines())[0]?.uid ?? '';
    const keys = KEYS[index] ?? newKeyPair();
    const identity = { machine: uid, incarnation: String(index).repeat(16), ...keys };
    return { index, ledger, replica: this.#drive.join(), identity, produced: [], seen: new Set() };
  }

  async #step(): Promise<void> {
    this.#nowMs += 60_000 * (1 + this.#chance.below(this.#chance.oneIn(8) ? 10_000 : 200));
    const machine = this.machines[this.#chance.below(this.machines.length)];
    if (!machine) return;
    const choice = this.#chance.below(10);
    if (choice < 3) await this.#work(machine);
    else if (choice < 5) await this.#publish(machine, this.#chance.oneIn(3));
    else if (choice < 7) await this.#collect(machine);
    else if (choice < 9) for (let i = this.#chance.below(6); i >= 0; i--) this.#drive.deliverOne();
    else this.#misfortune(machine);
  }

  #misfortune(machine: Machine): void {
    if (this.#chance.oneIn(2)) this.#drive.loseOne();
    else machine.replica.unavailableReads = this.#chance.below(4);
  }

  /** The machine's own turns: new ones, larger lines of known ones, and copies of other machines' (a resumed session). */
  async #work(machine: Machine): Promise<void> {
    const known = this.machines.flatMap((m) => m.produced);
    const turns = Array.from({ length: 1 + this.#chance.below(3) }, () => {
      const copy = this.#chance.oneIn(3) ? known[this.#chance.below(known.length)] : undefined;
      return this.#turn(machine, copy);
    });
    machine.produced.push(...turns);
    await machine.ledger.write((w) => w.sharing.add(1, turns, (key, name) => ({ key, name })));
  }

  #turn(machine: Machine, copy: SharedTurn | undefined): SharedTurn {
    const c = this.#chance;
    const output = 1 + c.below(900);
    if (copy) return { ...copy, output, bornMs: toEpochMs(1000 + machine.index + c.below(3)), final: c.oneIn(2) };
    const rank = (c.oneIn(4) ? 2 : 3) as Rank;
    return {
      key: `msg_${c.below(1_000_000)}`,
      timestampMs: toEpochMs(this.#nowMs),
      bornMs: toEpochMs(1000 + machine.index),
      rank,
      final: c.oneIn(2),
      hasSpeed: false,
      ownerCertain: false,
      side: rank === 2,
      webSearches: 0,
      sessionId: `s${c.below(4)}`,
      projectKey: 'dir:app',
      projectName: 'app',
      branch: '',
      model: 'claude-opus-5',
      fast: false,
      batch: false,
      us: false,
      context: 0,
      input: 5,
      output,
      cache5m: 7,
      cache1h: 0,
      cacheRead: 100,
    };
  }

  async #publish(m: Machine, crashes: boolean): Promise<void> {
    let steps = crashes ? this.#chance.below(8) : Infinity;
    const rules = this.#rules.publish?.(m);
    try {
      await publish({
        ledger: m.ledger,
        folder: m.replica,
        identity: m.identity,
        nowMs: this.#nowMs,
        packAbove: 3,
        share: (turn) => turn,
        card: { name: `machine ${m.index}`, member: '', team: '', version: '1' },
        onStep: () => {
          if (steps-- <= 0) throw new Crash();
        },
        ...(rules ? { rules } : {}),
      });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    for (const path of m.replica.files.keys()) m.seen.add(path.split('/').at(-1) ?? '');
  }

  async #collect(m: Machine): Promise<void> {
    const rules = this.#rules.collect;
    await collect({
      ledger: m.ledger,
      folder: m.replica,
      self: m.identity.machine,
      nowMs: this.#nowMs,
      projectOf: (key, name) => ({ key, name }),
      // In every other world what is new comes in one go whenever it can.
      bulkAbove: this.#bulkAbove,
      ...(rules ? { rules } : {}),
    });
  }

  /** No more faults: everything arrives, and everybody publishes and collects until nothing moves. */
  async #settle(): Promise<void> {
    for (const m of this.machines) m.replica.unavailableReads = 0;
    for (let round = 0; round < 3; round++) {
      this.#nowMs += 3_600_000;
      for (const m of this.machines) await this.#publish(m, false);
      this.#drive.settle();
      for (const m of this.machines) await this.#collect(m);
    }
  }

  /** The truth is one ledger that saw every machine's turns itself. */
  async #differences(): Promise<string[]> {
    await using truth = await openLedger(':memory:', { machineName: 'truth', zone: 'UTC' });
    for (const m of this.machines) {
      const card = { uid: m.identity.machine, name: `machine ${m.index}`, member: '', team: '' };
      await truth.write((w) => w.sharing.add(w.sharing.machine(card), m.produced, (key, name) => ({ key, name })));
    }
    const expected = await contentsOf(truth);
    const found: string[] = [];
    for (const m of this.machines) {
      const got = await contentsOf(m.ledger);
      if (got !== expected) found.push(`machine ${m.index} holds other turns than there are`);
      if (!m.ledger.verify().ok) found.push(`machine ${m.index}: the rollup is not the recount`);
    }
    return found;
  }
}

/** Turns with their owners, as text. */
async function contentsOf(ledger: SqlLedger): Promise<string> {
  const machines = new Map((await ledger.reader.machines()).map((m) => [m.id, m.uid]));
  const lines: string[] = [];
  for await (const t of ledger.reader.turns({ range: {}, zone: 'UTC', filter: {} })) {
    lines.push([t.key, t.timestampMs, t.output, t.input, t.cacheRead, t.final, t.side, machines.get(t.machine)].join());
  }
  return lines.sort().join('\n');
}
