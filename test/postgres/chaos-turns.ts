import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';

export const MACHINES = 10;
export const TURNS_EACH = 1_500;
/** The first 5 % of every machine's turns are the same ones, each as that machine has it. */
const SHARED = TURNS_EACH / 20;

export const machineUid = (index: number): string => String(index).repeat(32).slice(0, 32);

export function chaosTurns(index: number): SharedTurn[] {
  return Array.from({ length: TURNS_EACH }, (_, i) => {
    const isShared = i < SHARED;
    return {
      key: isShared ? `msg_shared_${i}` : `msg_${index}_${i}`,
      timestampMs: toEpochMs(1_790_000_000_000 + i * 60_000),
      bornMs: toEpochMs(1000 + ((i + index) % MACHINES)),
      rank: 3,
      final: true,
      hasSpeed: false,
      ownerCertain: false,
      side: false,
      webSearches: 0,
      sessionId: isShared ? 'shared' : `s_${index}_${i % 7}`,
      projectKey: `ref:${i % 3}`,
      projectName: 'app',
      branch: '',
      model: 'claude-opus-5',
      fast: false,
      batch: false,
      us: false,
      context: 0,
      input: 10,
      // Of a shared turn the machine with the most complete record wins, another one for each.
      output: 100 + (isShared ? (i * 7 + index) % MACHINES : i % 50),
      cache5m: 0,
      cache1h: 5,
      cacheRead: 1000,
    };
  });
}

/** What must be there at the end: turns, and the output of each turn's best copy. */
export function chaosTruth(): { turns: number; output: number } {
  const best = new Map<string, number>();
  for (let m = 0; m < MACHINES; m++) {
    for (const t of chaosTurns(m)) best.set(t.key, Math.max(best.get(t.key) ?? 0, t.output));
  }
  return { turns: best.size, output: [...best.values()].reduce((a, b) => a + b, 0) };
}
