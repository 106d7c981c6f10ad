import { NO_SUMS, type SharedSums } from '../../contract/shared-turn.ts';
import { PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { type MachineStatus, namesOf, tokensOf } from '../status.ts';
import { retried } from './retry.ts';

export interface ToldMachine extends SharedSums {
  readonly uid: string;
  readonly name: string;
  readonly version: string;
  /** Milliseconds since 1970 by its own clock; null: it never said so. */
  readonly heardMs: number | null;
  /** Its clock minus the server's, milliseconds. */
  readonly aheadMs: number;
  /** Turns that it had yet to tell when it was last heard. */
  readonly pending: number;
}

/** The other machines of the database, and how much of each is in the ledger. Sums every row of the workspace. */
export async function machineStatuses(store: PostgresStore, ledger: SqlLedger, self: string): Promise<MachineStatus[]> {
  const all = await retried(() => store.transaction((query) => query<ToldMachine>(SELECT_MACHINES)));
  const ownAheadMs = all.find((m) => m.uid === self)?.aheadMs ?? 0;
  const others = all.filter((m) => m.uid !== self);
  const machines = await ledger.reader.machines();
  const here = await ledger.write((w) => others.map((m) => w.sharing.sumsOf(m.uid)));
  return others.map((told, at) => {
    const status = statusOf(told, here[at] ?? NO_SUMS, ownAheadMs);
    return { ...status, ...namesOf(told.uid, machines, told.name) };
  });
}

/** Pure: what a machine told, beside what of it is here. `ownAheadMs`: our clock minus the server's. */
export function statusOf(
  told: ToldMachine,
  here: SharedSums,
  ownAheadMs: number,
): Omit<MachineStatus, 'name' | 'countsAs' | 'retired'> {
  const reasons = reasonsOf(told, here);
  return {
    machine: told.uid,
    lastHeard: told.heardMs === null ? null : new Date(told.heardMs).toISOString(),
    version: told.version,
    have: here.rows,
    of: told.rows,
    turns: told.rows,
    turnsHere: here.rows,
    tokens: tokensOf(told),
    tokensHere: tokensOf(here),
    complete: reasons.length === 0,
    inDoubt: here.rows > told.rows,
    reasons,
    missing: [],
    clockAheadSeconds: Math.max(0, Math.round((told.aheadMs - ownAheadMs) / 1000)),
  };
}

function reasonsOf(told: ToldMachine, here: SharedSums): string[] {
  const differs = SUMS.some((column) => told[column] !== here[column]);
  const [more, less] = [told.rows - here.rows, here.rows - told.rows];
  return [
    ...(told.pending > 0 ? [`${told.pending} turns were still to be told when it was last heard`] : []),
    ...(more > 0 ? [`${more} of its ${told.rows} turns are not here yet; the next sync brings them`] : []),
    ...(less > 0 ? [`${less} turns are here that the database does not have; its next sync tells them again`] : []),
    ...(more === 0 && differs ? ['some of its turns changed since they came here; the next sync brings them'] : []),
  ];
}

const SUMS = Object.keys(NO_SUMS) as (keyof SharedSums)[];
const SELECT_MACHINES = `SELECT m.uid, m.name, m.version, m.last_heard_ms AS "heardMs", m.ahead_ms AS "aheadMs", m.pending, t.*
  FROM ${S}.machine m CROSS JOIN LATERAL (SELECT COUNT(*) AS rows, COALESCE(SUM(c.input), 0) AS input,
      COALESCE(SUM(c.output), 0) AS output, COALESCE(SUM(c.cache_5m), 0) AS "cache5m", COALESCE(SUM(c.cache_1h), 0) AS "cache1h",
      COALESCE(SUM(c.cache_read), 0) AS "cacheRead", COALESCE(SUM(c.web_searches), 0) AS "webSearches"
    FROM ${S}.copy c WHERE c.machine_id = m.id) t ORDER BY m.uid`;
