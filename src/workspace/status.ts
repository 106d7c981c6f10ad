import type { SharedSums } from '../contract/shared-turn.ts';
import type { MachineFacts } from '../ledger/ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { Peer, PeerSegment } from '../ledger/workspace-state.ts';
import type { Manifest } from './folder/documents.ts';

/** One other machine as this one sees it. */
export interface MachineStatus {
  readonly machine: string;
  readonly name: string;
  /** Name of the machine that it counts as here; empty: itself. */
  readonly countsAs: string;
  /** Out of use here: what of it is missing is missed no more. */
  readonly retired: boolean;
  /** ISO 8601, UTC; null: never heard. */
  readonly lastHeard: string | null;
  readonly version: string;
  /** Segments of its newest manifest that are here, of all it lists. */
  readonly have: number;
  readonly of: number;
  /** Turns that its manifest states, and those of them that are here; one that it told again counts again. */
  readonly turns: number;
  readonly turnsHere: number;
  /** Their tokens of every class. */
  readonly tokens: number;
  readonly tokensHere: number;
  readonly complete: boolean;
  /** What is here may be wrong; else, when it is not complete, more is to come. */
  readonly inDoubt: boolean;
  /** Why not complete: each reason once. */
  readonly reasons: readonly string[];
  readonly missing: readonly MissingPart[];
  /** How far its clock is ahead of ours, seconds; 0 when it is not. */
  readonly clockAheadSeconds: number;
}
/** A part that is not counted here. */
export interface MissingPart {
  /** Its path below the machine's folder of parts. */
  readonly part: string;
  readonly reason: string;
  /** Its bytes are those that it listed, and they are never believed; else it is tried again. */
  readonly refused: boolean;
}

export async function machineStatuses(ledger: SqlLedger): Promise<MachineStatus[]> {
  const state = ledger.workspace();
  const machines = await ledger.reader.machines();
  return state.peers().map((peer) => ({
    ...namesOf(peer.machine, machines),
    lastHeard: heardOf(Number(state.note(`heard_${peer.machine}`) ?? '0')),
    ...statusOf(peer, state.peerSegments(peer.machine)),
  }));
}

/** Pure: what a machine is called here, itself or as a former installation of another; `unknown`: where nobody says. */
export function namesOf(
  uid: string,
  machines: readonly MachineFacts[],
  unknown = uid.slice(0, 8),
): Pick<MachineStatus, 'name' | 'countsAs' | 'retired'> {
  const own = machines.find((m) => m.uid === uid);
  if (own) return { name: own.name, countsAs: '', retired: own.retired };
  const into = machines.find((m) => m.formerUids.includes(uid));
  const former = into?.formerNames[into.formerUids.indexOf(uid)];
  return { name: former ?? unknown, countsAs: into?.name ?? '', retired: into?.retired ?? false };
}

const heardOf = (atMs: number): string | null => (atMs === 0 ? null : new Date(atMs).toISOString());

/** Whether nothing is missing that a person still waits for. */
export const isWhole = ({ complete, retired }: MachineStatus): boolean => complete || retired;

/** Notes for every report which machines are not here whole. */
export async function rememberMissing(ledger: SqlLedger): Promise<void> {
  const known = new Map(
    (await ledger.reader.machines()).flatMap((m) => [m.uid, ...m.formerUids].map((uid) => [uid, m])),
  );
  const missing = (await machineStatuses(ledger)).map(({ machine, have, of }) => ({ machine, parts: of - have }));
  const isNews = ({ machine, parts }: (typeof missing)[number]): boolean =>
    parts > 0 || (known.get(machine)?.missingParts ?? 0) > 0;
  if (!missing.some(isNews)) return;
  await ledger.write((w) => {
    for (const { machine, parts } of missing)
      w.sharing.missing(w.dimensions.machine(machine, machine.slice(0, 8)), parts);
  });
}

/** Pure: what the papers of a machine say about its completeness here. */
export function statusOf(
  peer: Peer,
  segments: readonly PeerSegment[],
): Omit<MachineStatus, 'name' | 'countsAs' | 'retired' | 'lastHeard'> {
  const manifest = peer.manifest === '' ? undefined : (JSON.parse(peer.manifest) as Manifest);
  const listed = manifest && !manifest.left ? manifest.segments : [];
  const found = new Map(segments.map((s) => [`${s.incarnation}/${s.name}`, s]));
  const missing: MissingPart[] = [];
  const here = listed.filter((s) => {
    const part = `${s.incarnation}/${s.name}`;
    const { state = 'waiting', reason = 'it is not there yet' } = found.get(part) ?? {};
    if (state === 'imported' || state === 'covered') return true;
    missing.push({ part, reason, refused: state === 'quarantined' });
    return false;
  });
  const reasons = [...new Set([...(peer.problem === '' ? [] : [peer.problem]), ...missing.map((m) => m.reason)])];
  return {
    machine: peer.machine,
    version: peer.version,
    have: here.length,
    of: listed.length,
    turns: sum(listed, (s) => s.rows),
    turnsHere: sum(here, (s) => s.rows),
    tokens: sum(listed, tokensOf),
    tokensHere: sum(here, tokensOf),
    complete: manifest !== undefined && reasons.length === 0,
    inDoubt: peer.problem !== '',
    reasons: manifest === undefined && reasons.length === 0 ? [NO_MANIFEST] : reasons,
    missing,
    clockAheadSeconds: Math.round(peer.skewMs / 1000),
  };
}

const NO_MANIFEST = 'its manifest has not arrived yet';
export const tokensOf = (s: SharedSums): number => s.input + s.output + s.cache5m + s.cache1h + s.cacheRead;
const sum = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((n, item) => n + of(item), 0);
