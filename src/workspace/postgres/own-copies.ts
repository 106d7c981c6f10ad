/**
 * What the database has under this machine's own id, beside what this ledger remembers. It may have more: the ledger was lost,
 * or has a twin that nobody can tell from it. It may have less: it went back to an older state. Either way nothing is lost.
 */
import { PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';
import { lineageOf, type Mark, readMark, startOf, writeMark } from './mark.ts';
import { pullFrom, type PullOptions, type RemoteMachine } from './pull.ts';
import type { Pusher } from './push.ts';
import { retried } from './retry.ts';

export interface OwnCopies {
  /** How often the machine had begun anew. */
  readonly generation: number;
  /** Turns that this ledger did not know. */
  readonly found: number;
  /** All is to be told again. */
  readonly tellAgain: boolean;
  /** The database went back, after which the machine began anew so often; others then read it from the start. */
  readonly wentBackFrom: number | undefined;
}

/** Takes in what is there of this machine and unknown here. */
export async function readOwnCopies(o: PullOptions, machines: readonly RemoteMachine[]): Promise<OwnCopies> {
  const before = readMark(o.ledger, o.self);
  const known = before?.lineage.startsWith(`${o.workspace}/`) === true ? before : undefined;
  const knownGeneration = known ? Number(known.lineage.slice(o.workspace.length + 1)) : -1;
  const there = machines.find((m) => m.uid === o.self);
  const generation = there?.generation ?? 0;
  const start = startOf(lineageOf(o.workspace, generation));
  if (!there) {
    await o.ledger.write((w) => writeMark(w.workspace, o.self, start));
    return { generation, found: 0, tellAgain: known !== undefined, wentBackFrom: known && knownGeneration };
  }
  const goesOn = generation === knownGeneration;
  const wentBack = generation < knownGeneration || (goesOn && there.last_seq < (known?.seq ?? 0));
  const { unknown: found } = await pullFrom(o, there, known && goesOn && !wentBack ? known : start, true);
  const tellAgain = known !== undefined && (!goesOn || wentBack);
  return { generation, found, tellAgain, wentBackFrom: known && wentBack ? knownGeneration : undefined };
}

interface Newest extends Omit<Mark, 'lineage'> {
  readonly generation: number;
}

/**
 * Remembers that this ledger knows all it told, unless somebody else told under the same id meanwhile: then the next sync
 * reads from where this one did.
 */
export async function rememberOwnCopies(
  o: PullOptions,
  { generation }: OwnCopies,
  told: Pick<Pusher, 'changes' | 'generation'>,
): Promise<void> {
  const { seq = 0, titleSeq = 0 } = readMark(o.ledger, o.self) ?? {};
  const [newest, changes] = await retried(() =>
    o.store.transaction(async (query) => [
      (await query<Newest>(SELECT_NEWEST, [o.self]))[0],
      await query<{ seq: number }>(SELECT_CHANGES, [o.self, seq, titleSeq]),
    ]),
  );
  const isOurs = changes.every((change) => told.changes.has(change.seq));
  if (!newest || !isOurs || newest.generation !== (told.generation ?? generation)) return;
  const { generation: now, ...mark } = newest;
  await o.ledger.write((w) => writeMark(w.workspace, o.self, { ...mark, lineage: lineageOf(o.workspace, now) }));
}

const SELECT_NEWEST = `SELECT m.generation, COALESCE(c.seq, 0) AS seq, COALESCE(c.key, '') AS key,
    COALESCE(t.seq, 0) AS "titleSeq", COALESCE(t.session_id, 0) AS "titleSession" FROM ${S}.machine m
  LEFT JOIN LATERAL (SELECT seq, key FROM ${S}.copy WHERE machine_id = m.id ORDER BY seq DESC, key DESC LIMIT 1) c ON true
  LEFT JOIN LATERAL (SELECT seq, session_id FROM ${S}.title WHERE machine_id = m.id
    ORDER BY seq DESC, session_id DESC LIMIT 1) t ON true
  WHERE m.uid = $1`;
const SELECT_CHANGES = `SELECT c.seq FROM ${S}.copy c JOIN ${S}.machine m ON m.id = c.machine_id AND m.uid = $1 WHERE c.seq > $2
  UNION SELECT t.seq FROM ${S}.title t JOIN ${S}.machine m ON m.id = t.machine_id AND m.uid = $1 WHERE t.seq > $3`;
