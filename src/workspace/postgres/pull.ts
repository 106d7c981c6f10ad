import type { SharedTitle } from '../../contract/shared-turn.ts';
import { PG_SCHEMA as S, type PgQuery, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import { turnOfRow } from '../../ledger/sharing.ts';
import type { ProjectResolver } from '../../ledger/sharing-writer.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { lineageOf, type Mark, readMark, startOf, writeMark } from './mark.ts';
import { retried } from './retry.ts';

const PAGE = 10_000;
type Writer = Parameters<Parameters<SqlLedger['write']>[0]>[0];

export interface PullOptions {
  readonly ledger: SqlLedger;
  readonly store: PostgresStore;
  /** Uid of this machine. */
  readonly self: string;
  /** Id of the workspace: another one is read from its start. */
  readonly workspace: string;
  readonly projectOf: ProjectResolver;
}
export interface RemoteMachine {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly member: string;
  readonly team: string;
  readonly last_heard_ms: number | null;
  readonly generation: number;
  /** Newest change that one of its turns bears; 0 without turns. */
  readonly last_seq: number;
  /** The same of its titles. */
  readonly last_title_seq: number;
}

/**
 * Takes in what other machines told since the last time, machine by machine. How far it got is noted in the transaction
 * that stores the rows, so a crash repeats nothing and skips nothing. Returns how many turns were taken in, and how many
 * other machines there are.
 */
export async function pull(
  o: PullOptions,
  all: readonly RemoteMachine[],
): Promise<{ turns: number; machines: number }> {
  const machines = all.filter((m) => m.uid !== o.self);
  const silent = new Set(machines.filter((machine) => saidNothing(o, machine)));
  await o.ledger.write((w) => {
    for (const machine of silent) keepCard(w, machine);
  });
  let turns = 0;
  for (const machine of machines) if (!silent.has(machine)) turns += await pullOther(o, machine);
  return { turns, machines: machines.length };
}

/** Whether all that a machine told is here: then the database, which may be far away, is not asked for it. */
function saidNothing({ ledger, workspace }: PullOptions, machine: RemoteMachine): boolean {
  const mark = readMark(ledger, machine.uid);
  return (
    mark?.atEnd === true &&
    mark.lineage === lineageOf(workspace, machine.generation) &&
    mark.seq === machine.last_seq &&
    mark.titleSeq === machine.last_title_seq
  );
}

function keepCard(w: Writer, machine: RemoteMachine): number {
  const id = w.sharing.machine(machine);
  if (machine.last_heard_ms !== null) w.sharing.heard(id, machine.last_heard_ms);
  return id;
}

/** Every machine of the workspace. */
export const machinesOf = (store: PostgresStore): Promise<RemoteMachine[]> =>
  retried(() => store.transaction((query) => query<RemoteMachine>(SELECT_MACHINES)));

async function pullOther(o: PullOptions, machine: RemoteMachine): Promise<number> {
  const before = readMark(o.ledger, machine.uid);
  const lineage = lineageOf(o.workspace, machine.generation);
  const goesOn = before?.lineage === lineage;
  // What the machine took back goes here too, and what it tells now is read from the start.
  if (before && !goesOn) await o.ledger.write((w) => w.removeMachine(w.sharing.machine(machine)));
  // The database went back to an older state: what it had forgotten stays here.
  const wentBack = goesOn && machine.last_seq < before.seq;
  return (await pullFrom(o, machine, goesOn && !wentBack ? before : startOf(lineage), false)).turns;
}

/**
 * Takes in all that a machine told after the mark; as this machine's own with `own`. Returns how many turns there were, and
 * with `own` how many of them were unknown here.
 */
export async function pullFrom(o: PullOptions, machine: RemoteMachine, from: Mark, own: boolean) {
  let mark = from;
  const found = { turns: 0, unknown: 0 };
  for (;;) {
    const { turns, titles, next } = await page(o.store, machine.id, mark);
    const isLast = turns.length < PAGE && titles.length < PAGE;
    await o.ledger.write((w) => {
      const id = own ? o.ledger.selfMachineId() : keepCard(w, machine);
      const had = own && turns.length > 0 ? w.sharing.countOf(id) : 0;
      w.sharing.add(id, turns, o.projectOf);
      if (own && turns.length > 0) found.unknown += w.sharing.countOf(id) - had;
      for (const title of titles) w.sharing.title(title);
      writeMark(w.workspace, machine.uid, { ...next, atEnd: isLast });
    });
    found.turns += turns.length;
    mark = next;
    if (isLast) return found;
  }
}

type CopyRow = Record<string, string | number>;
type TitleRow = SharedTitle & { readonly seq: number; readonly session: number };

async function page(store: PostgresStore, machine: number, after: Mark) {
  return retried(() =>
    store.transaction(async (query: PgQuery) => {
      const rows = await query<CopyRow>(SELECT_COPIES, [machine, after.seq, after.key]);
      const titles = await query<TitleRow>(SELECT_TITLES, [machine, after.titleSeq, after.titleSession]);
      const [last, lastTitle] = [rows.at(-1), titles.at(-1)];
      const next: Mark = {
        ...after,
        ...(last && { seq: Number(last.seq), key: String(last.key) }),
        ...(lastTitle && { titleSeq: lastTitle.seq, titleSession: lastTitle.session }),
      };
      return { turns: rows.map(turnOfRow), titles, next };
    }),
  );
}

const SELECT_MACHINES = `SELECT m.id, m.uid, m.name, m.member, m.team, m.last_heard_ms, m.generation,
    COALESCE((SELECT MAX(c.seq) FROM ${S}.copy c WHERE c.machine_id = m.id), 0) AS last_seq,
    COALESCE((SELECT MAX(t.seq) FROM ${S}.title t WHERE t.machine_id = m.id), 0) AS last_title_seq
  FROM ${S}.machine m ORDER BY m.uid`;
const SELECT_COPIES = `SELECT c.*, s.uid AS session_uid, p.key AS project_key, p.name AS project_name, b.text AS branch,
    k.model, k.fast, k.batch, k.us, k.context
  FROM ${S}.copy c JOIN ${S}.session s ON s.id = c.session_id JOIN ${S}.project p ON p.id = c.project_id
  JOIN ${S}.label b ON b.id = c.branch_id JOIN ${S}.price_class k ON k.id = c.class_id
  WHERE c.machine_id = $1 AND c.seq >= $2 AND (c.seq, c.key) > ($2, $3) ORDER BY c.seq, c.key LIMIT ${PAGE}`;
const SELECT_TITLES = `SELECT s.uid AS "sessionId", t.rank, t.pos AS position, t.text, t.seq, t.session_id AS session
  FROM ${S}.title t JOIN ${S}.session s ON s.id = t.session_id
  WHERE t.machine_id = $1 AND t.seq >= $2 AND (t.seq, t.session_id) > ($2, $3) ORDER BY t.seq, t.session_id LIMIT ${PAGE}`;
