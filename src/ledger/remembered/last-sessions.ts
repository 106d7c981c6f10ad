import type { Table } from './table.ts';

/** Where the last turn of a project or machine must be. */
export interface LastSessions {
  /** Sessions with a turn in its last hour. */
  readonly sessions: number[];
  /** All of them end there and then, so that the last turn of the latest is the one. */
  certain: boolean;
}

/** The last hour of each session, and the id its rows of that hour have; -1 when they differ. */
interface SessionEnds {
  readonly hour: Map<number, number>;
  readonly id: Map<number, number>;
}

/** For each id among the rows, the sessions of its last hour. `table` tells hours, sessions and ids apart. */
export function lastSessions(
  table: Table,
  ids: Int32Array,
  rows: Int32Array,
  ends: SessionEnds,
): Map<number, LastSessions> {
  const { clock } = table;
  const session = table.dimensions.session!;
  const last = new Map<number, number>();
  for (const row of rows) if (clock[row]! > (last.get(ids[row]!) ?? -Infinity)) last.set(ids[row]!, clock[row]!);
  const found = new Map<number, LastSessions>();
  for (const row of rows) {
    const id = ids[row]!;
    const hour = clock[row]!;
    if (last.get(id) !== hour) continue;
    let of = found.get(id);
    if (!of) found.set(id, (of = { sessions: [], certain: true }));
    of.sessions.push(session[row]!);
    of.certain &&= ends.hour.get(session[row]!) === hour && ends.id.get(session[row]!) === id;
  }
  return found;
}

export function sessionEnds(table: Table, ids: Int32Array): SessionEnds {
  const { clock } = table;
  const session = table.dimensions.session!;
  const hour = new Map<number, number>();
  const id = new Map<number, number>();
  for (let row = 0; row < clock.length; row++) {
    const s = session[row]!;
    const known = hour.get(s) ?? -Infinity;
    if (clock[row]! < known) continue;
    id.set(s, clock[row]! > known || id.get(s) === ids[row] ? ids[row]! : -1);
    hour.set(s, clock[row]!);
  }
  return { hour, id };
}
