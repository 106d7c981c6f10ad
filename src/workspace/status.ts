import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { Peer, PeerSegment } from '../ledger/workspace-state.ts';
import type { Manifest } from './folder/documents.ts';

/** One other machine as this one sees it. */
export interface MachineStatus {
  readonly machine: string;
  readonly name: string;
  /** ISO 8601, UTC; null: never heard. */
  readonly lastHeard: string | null;
  readonly version: string;
  /** Segments of its newest manifest that are here, of all it lists. */
  readonly have: number;
  readonly of: number;
  /** Turns its manifest states. */
  readonly turns: number;
  readonly complete: boolean;
  /** Why not: each reason once. */
  readonly reasons: readonly string[];
  /** How far its clock is ahead of ours, seconds; 0 when it is not. */
  readonly clockAheadSeconds: number;
}

export async function machineStatuses(ledger: SqlLedger): Promise<MachineStatus[]> {
  const state = ledger.workspace();
  const facts = new Map((await ledger.reader.machines()).map((m) => [m.uid, m]));
  return state.peers().map((peer) => {
    const known = facts.get(peer.machine);
    const heard = known?.lastHeardMs ?? null;
    return {
      name: known?.name ?? peer.machine.slice(0, 8),
      lastHeard: heard === null ? null : new Date(heard).toISOString(),
      ...statusOf(peer, state.peerSegments(peer.machine)),
    };
  });
}

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
export function statusOf(peer: Peer, segments: readonly PeerSegment[]): Omit<MachineStatus, 'name' | 'lastHeard'> {
  const manifest = peer.manifest === '' ? undefined : (JSON.parse(peer.manifest) as Manifest);
  const listed = manifest && !manifest.left ? manifest.segments : [];
  const found = new Map(segments.map((s) => [`${s.incarnation}/${s.name}`, s]));
  const missing = listed.flatMap((s) => {
    const here = found.get(`${s.incarnation}/${s.name}`);
    return here?.state === 'imported' || here?.state === 'covered' ? [] : [here?.reason ?? 'it is not there yet'];
  });
  const reasons = [...new Set([...(peer.problem === '' ? [] : [peer.problem]), ...missing])];
  return {
    machine: peer.machine,
    version: peer.version,
    have: listed.length - missing.length,
    of: listed.length,
    turns: listed.reduce((sum, s) => sum + s.rows, 0),
    complete: manifest !== undefined && reasons.length === 0,
    reasons,
    clockAheadSeconds: Math.round(peer.skewMs / 1000),
  };
}
