import { PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import type { MachineStatus } from '../status.ts';
import { retried } from './retry.ts';

interface Row {
  readonly uid: string;
  readonly name: string;
  readonly version: string;
  readonly last_heard_ms: number | null;
  readonly turns: number;
}

/** The other machines of the database, and how much of each is in the ledger. Counts every row of the workspace. */
export async function machineStatuses(store: PostgresStore, ledger: SqlLedger, self: string): Promise<MachineStatus[]> {
  const rows = await retried(() => store.transaction((query) => query<Row>(SELECT_MACHINES, [self])));
  const here = await ledger.write((w) =>
    rows.map(({ uid, name }) => w.sharing.countOf(w.dimensions.machine(uid, name))),
  );
  const named = new Map((await ledger.reader.machines()).map((m) => [m.uid, m.name]));
  return rows.map((row, at) => statusOf({ ...row, name: named.get(row.uid) ?? row.name }, here[at] ?? 0));
}

function statusOf({ uid, name, version, last_heard_ms: heard, turns }: Row, have: number): MachineStatus {
  const reasons = have === turns ? [] : [`${have} of its ${turns} turns are here; the next sync brings the rest`];
  return {
    machine: uid,
    name,
    lastHeard: heard === null ? null : new Date(heard).toISOString(),
    version,
    have,
    of: turns,
    turns,
    complete: reasons.length === 0,
    reasons,
    clockAheadSeconds: 0,
  };
}

const SELECT_MACHINES = `SELECT m.uid, m.name, m.version, m.last_heard_ms,
    (SELECT COUNT(*) FROM ${S}.copy c WHERE c.machine_id = m.id) AS turns
  FROM ${S}.machine m WHERE m.uid <> $1 ORDER BY m.uid`;
