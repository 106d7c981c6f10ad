import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';
import { example } from '../support/shared-turn-example.ts';

export const MACHINES = 10;
export const ROUNDS = 6;

/** What a machine does in a round: turns of its own, one that grows by the round, and one that its neighbour holds too. */
export function turnsOfRound(machine: number, round: number): SharedTurn[] {
  const born = { bornMs: toEpochMs(1000 + machine) };
  const neighbour = (machine + 1) % MACHINES;
  return [
    ...[1, 2, 3].map((i) => ({ ...example(`msg_${machine}_${round}_${i}`, 10 * i), ...born })),
    { ...example(`msg_${machine}_growing`, 100 + round), ...born },
    { ...example(`msg_shared_${Math.min(machine, neighbour)}_${Math.max(machine, neighbour)}`, 1000), ...born },
  ];
}
