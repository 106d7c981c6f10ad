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
  lastMs: number | undefined;
}

/** `sessions`: undefined when turns of a session may be missing among the rows, so that its last turn tells nothing. */
export function lastTurns(
  shelved: ShelvedTable,
  by: 'project' | 'machine',
  rows: Int32Array,
  sessions: RollupColumns['sessions'] | undefined,
): LastTurn[] {
  const { values: ids, low, size } = shelved.field(by);
  const { values: sessionOf, low: lowSession, size: sessionCount } = shelved.field('session');
  const quarters = shelved.field('quarter').values;
  const last = new Int32Array(size).fill(-1);
  for (const row of rows) if (quarters[row]! > last[ids[row]! - low]!) last[ids[row]! - low] = quarters[row]!;
  const found: LastTurn[] = [];
  const ends = new Uint8Array(sessionCount);
  for (const row of rows) {
    const [id, quarter, session] = [ids[row]!, quarters[row]!, sessionOf[row]!];
    if (last[id - low] !== quarter) continue;
    found.push({ id, quarter, session, lastMs: undefined });
    ends[session - lowSession] = 1;
  }
  if (!sessions) return found;
  const others = rows.filter((row) => ends[sessionOf[row]! - lowSession] === 1);
  for (const turn of found) {
    const lastMs = sessions.lastMs[turn.session] ?? 0;
    const isAlone = others.every(
      (row) => sessionOf[row] !== turn.session || quarters[row] !== turn.quarter || ids[row] === turn.id,
    );
    if (isAlone && Math.floor(lastMs / QUARTER_MS) === turn.quarter) turn.lastMs = lastMs;
  }
  return found;
}
