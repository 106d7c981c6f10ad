import { turnsOf } from '../contract/shared-columns.ts';
import { addSums, NO_SUMS, type SharedTitle, type SharedTurn } from '../contract/shared-turn.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { OwnSegment, WorkspaceState } from '../ledger/workspace-state.ts';
import { segmentName, sha256 } from './folder/names.ts';
import type { Identity } from './identity.ts';
import { LIMITS } from './wire/limits.ts';
import { decodeSegment, encodeSegment } from './wire/segment.ts';

/** A segment with fewer turns is small: two of them fit into a pack. */
const SMALL = LIMITS.rows / 2;

/**
 * When more than `above` small segments are live, stores each run of neighbours as one pending pack. The pack takes their
 * place when it is published; until then nothing changes for anybody.
 */
export async function packNeighbours(
  ledger: SqlLedger,
  identity: Identity,
  above: number,
  nowMs: number,
): Promise<void> {
  const own = ledger.workspace().ownSegments();
  if (own.filter((s) => isSmall(s, identity)).length <= above) return;
  await ledger.write(({ workspace }) => {
    const small = workspace.ownSegments().filter((s) => isSmall(s, identity));
    for (const run of runsOf(small)) storePack(workspace, identity, run, nowMs);
  });
}

const isSmall = (s: OwnSegment, { incarnation }: Identity): boolean =>
  s.state === 'published' && s.incarnation === incarnation && s.rows < SMALL;

/** Neighbours without a gap between them, as many as one segment may hold. A run of one is none. */
export function runsOf(small: readonly OwnSegment[]): OwnSegment[][] {
  const runs: OwnSegment[][] = [];
  for (const s of small.toSorted((a, b) => a.low - b.low)) {
    const run = runs.at(-1);
    const rows = run?.reduce((sum, x) => sum + x.rows, 0) ?? 0;
    if (run?.at(-1)?.high === s.low - 1 && rows + s.rows <= LIMITS.rows) run.push(s);
    else runs.push([s]);
  }
  return runs.filter((run) => run.length > 1);
}

function storePack(state: WorkspaceState, identity: Identity, run: readonly OwnSegment[], nowMs: number): void {
  const low = run[0]?.low ?? 0;
  const high = run.at(-1)?.high ?? 0;
  const { incarnation } = identity;
  if (state.ownSegments().some((s) => s.state === 'pending' && s.low <= low && high <= s.high)) return;
  const turns = new Map<string, SharedTurn>();
  const titles = new Map<string, SharedTitle>();
  for (const s of run) {
    const body = state.ownBody(s.incarnation, s.name);
    if (!body) throw new Error(`segment ${s.name} has no body`);
    const segment = decodeSegment(body);
    // An own copy of a turn only ever grows, so that the latest one is what all of them merge into.
    for (const turn of turnsOf(segment.columns)) turns.set(turn.key, turn);
    for (const title of segment.titles) titles.set(title.sessionId, title);
  }
  const body = encodeSegment(
    { machine: identity.machine, incarnation, sequence: low },
    [...turns.values()],
    [...titles.values()],
  );
  const hash = sha256(body);
  const sums = [...turns.values()].reduce(addSums, NO_SUMS);
  const name = segmentName(low, high, hash);
  state.addOwn({
    ...sums,
    incarnation,
    name,
    low,
    high,
    hash,
    state: 'pending',
    madeMs: nowMs,
    coveredMs: null,
    body,
  });
}
