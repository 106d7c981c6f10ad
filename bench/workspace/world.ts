/**
 * Turns of several machines by seed, as each would share them: sessions of working days over two years, some of which two
 * machines tell (a home folder that was copied, a session that was resumed elsewhere).
 */
import type { SharedTitle, SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';
import { contextClassOf, RANK } from '../../src/contract/usage-event.ts';
import { Random } from '../corpus/random.ts';

export interface WorldOptions {
  readonly machines: number;
  /** Of all machines together. Copies count each. */
  readonly turns: number;
  readonly seed: number;
}
export interface Session {
  readonly turns: readonly SharedTurn[];
  readonly title: SharedTitle;
  /** An even machine tells it too. */
  readonly isCopy: boolean;
}

export const FIRST_MS = Date.UTC(2024, 10, 1);
const DAYS = 730;
const DAY_MS = 86_400_000;
const COPIED_EVERY = 40;
const MODELS = ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-1'];

export const machineUid = ({ seed }: WorldOptions, machine: number): string =>
  new Random(seed * 1000 + machine).hex(32);

/** All sessions of a machine, by their start. */
export function* sessionsOf(world: WorldOptions, machine: number): Generator<Session> {
  const wanted = Math.round(world.turns / world.machines);
  const average = 51;
  const sessions = Math.ceil(wanted / average);
  let left = wanted;
  for (let i = 0; left > 0; i++) {
    // Not at the end, where the two may have come to different numbers.
    const isCopied = i % COPIED_EVERY === 7 && left > wanted / 5;
    // Two neighbours draw a copied session from the same seed.
    const source = isCopied ? machine - (machine % 2) : machine;
    const random = new Random((world.seed * 64 + source) * 16_777_216 + i);
    const day = Math.min(DAYS - 1, Math.floor((i * DAYS) / sessions));
    const session = sessionOf(random, source, FIRST_MS + day * DAY_MS, machine === source ? 0 : 60_000, left);
    left -= session.turns.length;
    yield { ...session, isCopy: isCopied && machine !== source };
  }
}

function sessionOf(random: Random, machine: number, dayMs: number, bornLaterMs: number, atMost: number) {
  const project = random.chance(0.2) ? random.int(0, 7) : 8 + machine * 12 + random.int(0, 11);
  const sessionId = random.uuid();
  const branch = random.chance(0.5) ? 'main' : `topic-${project}-${random.int(1, 6)}`;
  const model = random.pick(MODELS);
  let timestampMs = dayMs + random.int(6 * 3600, 20 * 3600) * 1000;
  const bornMs = toEpochMs(timestampMs + bornLaterMs);
  const title = { sessionId, rank: 2, position: 1, text: `Work on part ${random.int(1, 999)} of project ${project}` };
  const turns: SharedTurn[] = [];
  for (let n = Math.min(random.logNormal(31, 1, 1500), Math.max(1, atMost)); n > 0; n--) {
    timestampMs += random.logNormal(30_000, 1, 3_600_000);
    const side = random.chance(0.25);
    const cacheRead = random.logNormal(60_000, 0.9, 900_000);
    turns.push({
      key: `msg_01${random.base62(7)}`,
      timestampMs: toEpochMs(timestampMs),
      bornMs,
      rank: side ? RANK.sidechain : RANK.main,
      final: random.chance(0.97),
      hasSpeed: true,
      ownerCertain: false,
      side,
      model: side ? 'claude-haiku-4-5' : model,
      fast: false,
      batch: false,
      us: false,
      context: contextClassOf(cacheRead),
      input: random.int(1, 60),
      output: random.logNormal(180, 1.2, 30_000),
      cache5m: random.logNormal(900, 1.3, 90_000),
      cache1h: 0,
      cacheRead,
      webSearches: random.chance(0.01) ? 1 : 0,
      sessionId,
      projectKey: `ref:${String(project).padStart(32, '0')}`,
      projectName: `project-${project}`,
      branch,
    });
  }
  return { turns, title };
}
