import type { SharedTitle, SharedTurn } from '../../contract/shared-turn.ts';
import type { ContextClass, Rank } from '../../contract/usage-event.ts';
import { toEpochMs } from '../../contract/units.ts';
import { PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import { FLAG } from '../../ledger/schema.ts';
import type { ProjectResolver } from '../../ledger/sharing-writer.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { retried } from './retry.ts';

const PAGE = 10_000;

export interface PullOptions {
  readonly ledger: SqlLedger;
  readonly store: PostgresStore;
  /** Uid of this machine. */
  readonly self: string;
  /** Id of the workspace: another one is read from its start. */
  readonly workspace: string;
  readonly projectOf: ProjectResolver;
}
interface RemoteMachine {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly member: string;
  readonly team: string;
  readonly last_heard_ms: number | null;
  readonly generation: number;
}

/**
 * Takes in what other machines told since the last time, machine by machine. How far it got is noted in the transaction
 * that stores the rows, so a crash repeats nothing and skips nothing. Returns how many turns were taken in, and how many
 * other machines there are.
 */
export async function pull(o: PullOptions): Promise<{ turns: number; machines: number }> {
  const machines = await retried(() =>
    o.store.transaction((query) =>
      query<RemoteMachine>(
        `SELECT id, uid, name, member, team, last_heard_ms, generation FROM ${S}.machine WHERE uid <> $1 ORDER BY uid`,
        [o.self],
      ),
    ),
  );
  let turns = 0;
  for (const machine of machines) turns += await pullMachine(o, machine);
  return { turns, machines: machines.length };
}

async function pullMachine(o: PullOptions, machine: RemoteMachine): Promise<number> {
  const note = `pg_${machine.uid}`;
  const before = parseMark(o.ledger.workspace().note(note));
  const lineage = `${o.workspace}/${machine.generation}`;
  let mark = before?.lineage === lineage ? before : { lineage, seq: 0, key: '' };
  // What the machine took back goes here too, and what it tells now is read from the start.
  const startsAnew = before !== undefined && before.lineage !== lineage;
  if (startsAnew) await o.ledger.write((w) => w.removeMachine(w.sharing.machine(machine)));
  let total = 0;
  for (;;) {
    const { turns, titles, next } = await page(o.store, machine.id, mark);
    await o.ledger.write((w) => {
      const id = w.sharing.machine(machine);
      if (machine.last_heard_ms !== null) w.sharing.heard(id, machine.last_heard_ms);
      w.sharing.add(id, turns, o.projectOf);
      for (const title of titles) w.sharing.title(title);
      w.workspace.setNote(note, JSON.stringify({ lineage, ...next }));
    });
    total += turns.length;
    if (turns.length < PAGE) return total;
    mark = { lineage, ...next };
  }
}

interface Mark {
  readonly lineage: string;
  readonly seq: number;
  readonly key: string;
}
const parseMark = (text: string | undefined): Mark | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Mark);

type CopyRow = Record<string, string | number>;

async function page(store: PostgresStore, machine: number, after: Mark) {
  return retried(() =>
    store.transaction(async (query) => {
      const rows = await query<CopyRow>(SELECT_COPIES, [machine, after.seq, after.key]);
      const titles = await query<SharedTitle>(SELECT_TITLES, [[...new Set(rows.map((r) => Number(r.session_id)))]]);
      const last = rows.at(-1);
      const next = last ? { seq: Number(last.seq), key: String(last.key) } : { seq: after.seq, key: after.key };
      return { turns: rows.map(toTurn), titles, next };
    }),
  );
}

const SELECT_COPIES = `SELECT c.*, s.uid AS session_uid, p.key AS project_key, p.name AS project_name, b.text AS branch,
    k.model, k.fast, k.batch, k.us, k.context
  FROM ${S}.copy c JOIN ${S}.session s ON s.id = c.session_id JOIN ${S}.project p ON p.id = c.project_id JOIN ${S}.label b ON b.id = c.branch_id
  JOIN ${S}.price_class k ON k.id = c.class_id
  WHERE c.machine_id = $1 AND c.seq >= $2 AND (c.seq, c.key) > ($2, $3) ORDER BY c.seq, c.key LIMIT ${PAGE}`;
const SELECT_TITLES = `SELECT uid AS "sessionId", title_rank AS rank, title_pos AS position, title AS text FROM ${S}.session
  WHERE id = ANY($1::int[]) AND title <> '' ORDER BY uid`;

function toTurn(r: CopyRow): SharedTurn {
  const n = (column: string): number => Number(r[column]);
  const flags = n('flags');
  return {
    key: String(r.key),
    timestampMs: toEpochMs(n('ts_ms')),
    bornMs: toEpochMs(n('born_ms')),
    rank: (flags & FLAG.rankMask) as Rank,
    final: (flags & FLAG.final) !== 0,
    hasSpeed: (flags & FLAG.hasSpeed) !== 0,
    ownerCertain: (flags & FLAG.ownerCertain) !== 0,
    side: (flags & FLAG.side) !== 0,
    model: String(r.model),
    fast: r.fast === 1,
    batch: r.batch === 1,
    us: r.us === 1,
    context: n('context') as ContextClass,
    input: n('input'),
    output: n('output'),
    cache5m: n('cache_5m'),
    cache1h: n('cache_1h'),
    cacheRead: n('cache_read'),
    webSearches: n('web_searches'),
    sessionId: String(r.session_uid),
    projectKey: String(r.project_key),
    projectName: String(r.project_name),
    branch: String(r.branch),
  };
}
