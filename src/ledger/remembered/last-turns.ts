import { QUARTER_MS } from '../../contract/units.ts';
import type { RollupColumns } from './rollup-columns.ts';
import type { ShelvedTable } from './shelf.ts';

/** Where the last turn of a project or machine may be: one for each session with a turn in its last quarter hour. */
export interface LastTurn {
  readonly id: number;
  /** Of UTC. */
  readonly quarter: number;
  readonly session: number;
  /** When it was, where the session's last turn is the one. */
  readonly lastMs: number | undefined;
}

/**
 * `rows` tell quarters apart, by time. `sessions`: undefined when turns of a session may be missing among the rows, so that
 * its last turn tells nothing.
 */
export function lastTurns(
  shelved: ShelvedTable,
  by: 'project' | 'machine',
  rows: Int32Array,
  sessions: RollupColumns['sessions'] | undefined,
): LastTurn[] {
  const ids = shelved.field(by).values;
  const sessionOf = shelved.field('session').values;
  const quarters = shelved.field('quarter').values;
  const at = (i: number): { id: number; session: number; quarter: number } => {
    const row = rows[i]!;
    return { id: ids[row]!, session: sessionOf[row]!, quarter: quarters[row]! };
  };
  /** Whether another project or machine has a turn of the session in the same quarter hour. */
  const isShared = (i: number): boolean => {
    const { id, session, quarter } = at(i);
    const isOther = (j: number): boolean => sessionOf[rows[j]!] === session && ids[rows[j]!] !== id;
    for (let j = i - 1; j >= 0 && quarters[rows[j]!] === quarter; j--) if (isOther(j)) return true;
    for (let j = i + 1; j < rows.length && quarters[rows[j]!] === quarter; j++) if (isOther(j)) return true;
    return false;
  };
  return placesOfLast(shelved.field(by), quarters, rows).map((i) => {
    const turn = at(i);
    const lastMs = sessions?.lastMs[turn.session];
    const isKnown = lastMs !== undefined && Math.floor(lastMs / QUARTER_MS) === turn.quarter && !isShared(i);
    return { ...turn, lastMs: isKnown ? lastMs : undefined };
  });
}

/** Which of the rows lie in the last quarter hour of their id. */
function placesOfLast(
  { values: ids, low, size }: ReturnType<ShelvedTable['field']>,
  quarters: Int32Array,
  rows: Int32Array,
): number[] {
  const last = new Int32Array(size).fill(-1);
  const found: number[] = [];
  for (let i = rows.length - 1; i >= 0; i--) {
    const at = ids[rows[i]!]! - low;
    const quarter = quarters[rows[i]!]!;
    if (last[at] === -1) last[at] = quarter;
    if (last[at] === quarter) found.push(i);
  }
  return found;
}
