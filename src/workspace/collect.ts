import type { SharedTurn } from '../contract/shared-turn.ts';
import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { olderMachineUid } from '../ledger/upgrade/older-machines.ts';
import type { Peer } from '../ledger/workspace-state.ts';
import {
  type Card,
  type Manifest,
  type ManifestSegment,
  readCard,
  readHeartbeat,
  readManifest,
} from './folder/documents.ts';
import { type Folder, FolderUnavailable } from './folder/folder.ts';
import {
  documentFolder,
  documentName,
  heartbeatFolder,
  isMachineUid,
  MACHINES,
  parseDocumentName,
  parseHeartbeatName,
  segmentFolder,
  sha256,
} from './folder/names.ts';
import { planImports } from './plan-imports.ts';
import { rememberClaim } from './snapshot-claim.ts';
import { SNAPSHOT_DUE } from './snapshot-file.ts';
import { LIMITS } from './wire/limits.ts';
import { decodeSegment, type Segment } from './wire/segment.ts';
import { WireError } from './wire/untrusted.ts';

export interface CollectOptions {
  readonly ledger: SqlLedger;
  readonly folder: Folder;
  /** Uid of this machine: its own folder is not collected. */
  readonly self: string;
  /** Finds the local project of a shared reference. */
  readonly projectOf: ProjectResolver;
  readonly nowMs: number;
  readonly onStep?: (step: CollectStep) => void;
  /** The rules that make it safe; only the simulator gives others, to see them fail. */
  readonly rules?: CollectRules;
}
export interface CollectRules {
  /** A turn is itself, whichever machine tells of it. */
  readonly identity: (turn: SharedTurn, machine: string) => SharedTurn;
  /** The set of what is here is compared, never a highest number. */
  readonly plan: typeof planImports;
  /** Bytes are believed only when they are exactly the listed ones. */
  readonly isWhole: (bytes: Uint8Array, hash: string) => boolean;
}
const SAFE: CollectRules = {
  identity: (turn) => turn,
  plan: planImports,
  isWhole: (bytes, hash) => sha256(bytes) === hash,
};
export type CollectStep = 'imported' | 'withdrawn';

export interface Collected {
  readonly machines: number;
  /** Segments taken in by this run. */
  readonly imported: number;
  /** Segments that could not be had yet; they are tried again. */
  readonly waiting: number;
  /** Segments that will never be believed. */
  readonly quarantined: number;
}

/**
 * Takes in what the other machines have written. Only what a machine's newest signed manifest lists is believed, each
 * piece with the hash it states; the order and the number of the runs do not matter. What one machine wrote wrongly
 * stops nothing of another.
 */
export async function collect(o: CollectOptions): Promise<Collected> {
  const total = { machines: 0, imported: 0, waiting: 0, quarantined: 0 };
  const peers = new Map(
    o.ledger
      .workspace()
      .peers()
      .map((p) => [p.machine, p]),
  );
  for (const { name } of await o.folder.list(MACHINES)) {
    if (!isMachineUid(name) || name === o.self) continue;
    total.machines += 1;
    const found = await collectMachine(o, name, peers.get(name));
    total.imported += found.imported;
    total.waiting += found.waiting;
    total.quarantined += found.quarantined;
  }
  return total;
}

type MachineResult = Omit<Collected, 'machines'>;
const NOTHING: MachineResult = { imported: 0, waiting: 0, quarantined: 0 };

async function collectMachine(o: CollectOptions, machine: string, known: Peer | undefined): Promise<MachineResult> {
  const { card, foreign } = await newestCard(o.folder, machine, known);
  const publicKey = known?.publicKey ?? card?.publicKey;
  if (publicKey === undefined) return NOTHING;
  const newer = await newestManifest(o.folder, machine, publicKey, known?.manifestNumber ?? 0);
  const heartbeatMs = await newestHeartbeat(o, machine, publicKey);
  const problem = foreign ? OTHER_KEY : '';
  await rememberPapers(o, known, { machine, publicKey, card, newer, heartbeatMs, problem });
  // An older manifest that comes back is not believed over the one that was accepted.
  const manifest = newer ?? (known && known.manifest !== '' ? (JSON.parse(known.manifest) as Manifest) : undefined);
  if (!manifest) return NOTHING;
  const plan = (o.rules ?? SAFE).plan(manifest, o.ledger.workspace().peerSegments(machine));
  if (plan.withdrawn.length > 0) return await replaceAll(o, manifest);
  if (plan.covered.length > 0) {
    const rows = plan.covered.map((s) => ({ ...paperOf(machine, s), state: 'covered' as const, reason: '' }));
    await o.ledger.write((w) => rows.forEach((row) => w.workspace.savePeerSegment(row)));
  }
  return await importNew(o, manifest, plan.wanted);
}

/** The machine of this name as an older database knew it: its figures are this machine's. */
async function olderMachine(ledger: SqlLedger, name: string): Promise<number | undefined> {
  const uid = olderMachineUid(name);
  return (await ledger.reader.machines()).find((m) => m.uid === uid && !m.self)?.id;
}

const paperOf = (machine: string, { incarnation, name, rows }: ManifestSegment) => ({
  machine,
  incarnation,
  name,
  rows,
});
/** Shown by `workspace status` until `workspace trust`; what the key of first sight signed goes on counting. */
const OTHER_KEY = 'its key is another than at first sight';

interface Papers {
  readonly machine: string;
  readonly publicKey: string;
  /** Newer than what was accepted, and signed; undefined when there is nothing newer. */
  readonly card: Card | undefined;
  readonly newer: Manifest | undefined;
  readonly heartbeatMs: number | undefined;
  /** Empty when all is well. */
  readonly problem: string;
}

async function rememberPapers(o: CollectOptions, known: Peer | undefined, papers: Papers): Promise<void> {
  const { machine, publicKey, card, newer, problem } = papers;
  const state = o.ledger.workspace();
  const before = Number(state.note(`heard_${machine}`) ?? '0');
  const heardMs = Math.max(before, papers.heartbeatMs ?? 0, newer?.atMs ?? 0);
  if (known && known.problem === problem && !card && !newer && heardMs === before) return;
  const peer: Peer = {
    machine,
    publicKey,
    cardNumber: card?.number ?? known?.cardNumber ?? 0,
    version: card?.version ?? known?.version ?? '',
    manifestNumber: newer?.number ?? known?.manifestNumber ?? 0,
    manifest: newer ? JSON.stringify(newer) : (known?.manifest ?? ''),
    skewMs: Math.max(0, heardMs - o.nowMs),
    problem,
  };
  const older = card && (await olderMachine(o.ledger, card.name));
  await o.ledger.write((w) => {
    w.workspace.savePeer(peer);
    if (card) rememberClaim(w.workspace, machine, card.snapshot);
    w.workspace.setNote(`heard_${machine}`, String(heardMs));
    const id = card
      ? w.sharing.machine({
          uid: machine,
          name: card.name || machine.slice(0, 8),
          member: card.member,
          team: card.team,
        })
      : machineId(w, machine);
    if (older !== undefined) w.machines.merge(older, id);
    if (heardMs > 0) w.sharing.heard(id, Math.min(heardMs, o.nowMs));
  });
}

async function importNew(
  o: CollectOptions,
  manifest: Manifest,
  wanted: readonly ManifestSegment[],
): Promise<MachineResult> {
  const result = { ...NOTHING };
  for (const listed of wanted) {
    const read = await readSegment(o, manifest.machine, listed);
    await o.ledger.write((w) => {
      if (read.segment) {
        w.sharing.add(machineId(w, manifest.machine), read.segment.turns, o.projectOf);
        for (const title of read.segment.titles) w.sharing.title(title);
      }
      w.workspace.savePeerSegment({ ...paperOf(manifest.machine, listed), state: read.state, reason: read.reason });
    });
    if (read.state === 'imported') o.onStep?.('imported');
    result[read.state] += 1;
  }
  return result;
}

/**
 * A machine took something back. Its rows are replaced by those of its live segments in one transaction, and only when
 * every one of them can be read: until then the old rows stay, because late is better than lost.
 */
async function replaceAll(o: CollectOptions, manifest: Manifest): Promise<MachineResult> {
  const live = manifest.left ? [] : manifest.segments;
  const read: { listed: ManifestSegment; found: Read }[] = [];
  for (const listed of live) read.push({ listed, found: await readSegment(o, manifest.machine, listed) });
  const waiting = read.filter((r) => r.found.state === 'waiting').length;
  if (waiting > 0) return { ...NOTHING, waiting };
  await o.ledger.write((w) => {
    const id = machineId(w, manifest.machine);
    w.removeMachine(id);
    w.workspace.forgetPeerSegments(manifest.machine);
    w.workspace.setNote(SNAPSHOT_DUE, 'yes');
    for (const { listed, found } of read) {
      if (found.segment) w.sharing.add(id, found.segment.turns, o.projectOf);
      for (const title of found.segment?.titles ?? []) w.sharing.title(title);
      w.workspace.savePeerSegment({ ...paperOf(manifest.machine, listed), state: found.state, reason: found.reason });
    }
  });
  o.onStep?.('withdrawn');
  const imported = read.filter((r) => r.found.state === 'imported').length;
  return { imported, waiting: 0, quarantined: read.length - imported };
}

type Writer = Parameters<Parameters<SqlLedger['write']>[0]>[0];
const machineId = (w: Writer, uid: string): number => w.dimensions.machine(uid, uid.slice(0, 8));

export interface Read {
  readonly state: 'imported' | 'waiting' | 'quarantined';
  readonly reason: string;
  readonly segment?: Segment;
}

/**
 * One listed segment, or why it cannot be had. Bytes that are not the listed ones may still arrive; the listed bytes that
 * say nonsense never get better.
 */
export async function readSegment(
  o: Pick<CollectOptions, 'folder' | 'rules'>,
  machine: string,
  listed: ManifestSegment,
): Promise<Read> {
  try {
    const bytes = await o.folder.read(
      `${segmentFolder(machine, listed.incarnation)}/${listed.name}`,
      LIMITS.packedBytes,
    );
    if (!bytes) return { state: 'waiting', reason: 'it is not there yet' };
    const { isWhole, identity } = o.rules ?? SAFE;
    if (!isWhole(bytes, listed.hash)) return { state: 'waiting', reason: 'its bytes are not whole yet' };
    const segment = decodeSegment(bytes);
    checkOrigin(segment, machine, listed);
    const turns = segment.turns.map((turn) => identity(turn, machine));
    return { state: 'imported', reason: '', segment: { ...segment, turns } };
  } catch (error) {
    if (error instanceof FolderUnavailable)
      return { state: 'waiting', reason: `it cannot be read now: ${error.message}` };
    if (error instanceof WireError) return { state: 'quarantined', reason: error.message };
    throw error;
  }
}

function checkOrigin({ header, sums }: Segment, machine: string, listed: ManifestSegment): void {
  if (header.machine !== machine || header.incarnation !== listed.incarnation)
    throw new WireError('it names another machine');
  for (const key of ['rows', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const) {
    if (sums[key] !== listed[key]) throw new WireError(`its ${key} are not what the manifest states`);
  }
}

/** The newest card that the key of first sight signed, above the known one; `foreign`: a later one bears another key. */
async function newestCard(
  folder: Folder,
  machine: string,
  known: Peer | undefined,
): Promise<{ card: Card | undefined; foreign: boolean }> {
  let foreign = false;
  for await (const card of cards(folder, machine, known?.cardNumber ?? 0)) {
    if (!known || card.publicKey === known.publicKey) return { card, foreign };
    foreign = true;
  }
  return { card: undefined, foreign };
}

/** Whole and self-signed cards in the machine's folder above `after`, newest first. */
export async function* cards(folder: Folder, machine: string, after: number): AsyncGenerator<Card> {
  for await (const { bytes, number } of documents(folder, documentFolder(machine, 'card'), after)) {
    const card = attempt(() => readCard(bytes));
    if (card?.machine === machine && card.number === number) yield card;
  }
}

/** The newest manifest above `after` that the machine's key signed. */
async function newestManifest(
  folder: Folder,
  machine: string,
  publicKey: string,
  after: number,
): Promise<Manifest | undefined> {
  for await (const { manifest } of manifests(folder, machine, publicKey, after)) return manifest;
  return undefined;
}

/** Manifests above `after` that the machine's key signed, newest first, with the names they lie under. */
export async function* manifests(
  folder: Folder,
  machine: string,
  publicKey: string,
  after: number,
): AsyncGenerator<{ manifest: Manifest; name: string }> {
  for await (const { bytes, number } of documents(folder, documentFolder(machine, 'man'), after)) {
    const manifest = attempt(() => readManifest(bytes, publicKey));
    if (manifest?.machine === machine && manifest.number === number)
      yield { manifest, name: documentName(number, bytes) };
  }
}

/** Documents whose name tells their content, newest first, read one by one. */
async function* documents(
  folder: Folder,
  path: string,
  after: number,
): AsyncGenerator<{ bytes: Uint8Array; number: number }> {
  const names = (await folder.list(path)).flatMap(({ name }) => {
    const parsed = parseDocumentName(name);
    return parsed && parsed.number > after ? [{ name, ...parsed }] : [];
  });
  for (const { name, number, hash16 } of names.toSorted((a, b) => b.number - a.number)) {
    const bytes = await readable(folder, `${path}/${name}`);
    if (bytes && sha256(bytes).startsWith(hash16)) yield { bytes, number };
  }
}

async function newestHeartbeat(o: CollectOptions, machine: string, publicKey: string): Promise<number | undefined> {
  const path = heartbeatFolder(machine);
  const names = (await o.folder.list(path)).map((e) => e.name).filter((n) => parseHeartbeatName(n) !== undefined);
  const newest = names.toSorted().at(-1);
  if (newest === undefined || o.ledger.workspace().note(`beat_${machine}`) === newest) return undefined;
  const bytes = await readable(o.folder, `${path}/${newest}`);
  const heartbeat = bytes && attempt(() => readHeartbeat(bytes, publicKey));
  if (heartbeat?.machine !== machine) return undefined;
  await o.ledger.write((w) => w.workspace.setNote(`beat_${machine}`, newest));
  return heartbeat.atMs;
}

async function readable(folder: Folder, path: string): Promise<Uint8Array | undefined> {
  try {
    return await folder.read(path, LIMITS.documentBytes);
  } catch (error) {
    if (error instanceof FolderUnavailable) return undefined;
    throw error;
  }
}

/** Undefined when it is not what it should be: another document of the machine may be. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
