import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { olderMachineUid } from '../ledger/upgrade/older-machines.ts';
import type { Peer } from '../ledger/workspace-state.ts';
import { type Card, type Manifest, readCard, readHeartbeat, readManifest } from './folder/documents.ts';
import { type Folder, FolderUnavailable } from './folder/folder.ts';
import {
  documentFolder,
  documentName,
  heartbeatFolder,
  isMachineUid,
  MACHINES,
  parseDocumentName,
  parseHeartbeatName,
  sha256,
} from './folder/names.ts';
import {
  type Imported,
  type ImportOptions,
  importSegments,
  machineId,
  NOTHING_IMPORTED,
  replaceAll,
  type Wanted,
} from './import-segments.ts';
import { planImports } from './plan-imports.ts';
import type { ReadRules } from './read-segment.ts';
import { rememberClaim } from './snapshot-claim.ts';
import { LIMITS } from './wire/limits.ts';
import { NewerFormat, WireError } from './wire/untrusted.ts';

export interface CollectOptions extends ImportOptions {
  /** Uid of this machine: its own folder is not collected. */
  readonly self: string;
  readonly nowMs: number;
  /** The rules that make it safe; only the simulator gives others, to see them fail. */
  readonly rules?: CollectRules;
}
export interface CollectRules extends ReadRules {
  /** The set of what is here is compared, never a highest number. */
  readonly plan: typeof planImports;
}

/** What a run found; the segments are counted. */
export interface Collected extends Imported {
  readonly machines: number;
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
  const wanted: Wanted[] = [];
  for (const { name } of await o.folder.list(MACHINES)) {
    if (!isMachineUid(name) || name === o.self) continue;
    total.machines += 1;
    const found = await heardOf(o, name, peers.get(name));
    wanted.push(...found.wanted);
    addTo(total, found.done);
  }
  addTo(total, await importSegments(o, wanted));
  return total;
}

function addTo(total: { -readonly [K in keyof Imported]: Imported[K] }, more: Imported): void {
  total.imported += more.imported;
  total.waiting += more.waiting;
  total.quarantined += more.quarantined;
}

interface Heard {
  readonly done: Imported;
  /** What is to be taken in yet. */
  readonly wanted: readonly Wanted[];
}
const NOTHING: Heard = { done: NOTHING_IMPORTED, wanted: [] };
const WAITING: Heard = { done: { ...NOTHING_IMPORTED, waiting: 1 }, wanted: [] };
/** Hears of papers that are signed as they should be, and say more than this version knows. */
type OnGrown = (error: NewerFormat) => void;

/** A folder that cannot be looked into now is one thing to wait for; the other machines are heard all the same. */
async function heardOf(o: CollectOptions, machine: string, known: Peer | undefined): Promise<Heard> {
  try {
    return await hear(o, machine, known);
  } catch (error) {
    if (error instanceof FolderUnavailable) return WAITING;
    throw error;
  }
}

async function hear(o: CollectOptions, machine: string, known: Peer | undefined): Promise<Heard> {
  let grown = '';
  const onGrown = (error: NewerFormat): void => void (grown = `${error.message}; update claude-usage here`);
  const { card, foreign } = await newestCard(o.folder, machine, known, onGrown);
  const publicKey = known?.publicKey ?? card?.publicKey;
  if (publicKey === undefined) return grown === '' ? NOTHING : WAITING;
  const newer = await newestManifest(o.folder, machine, publicKey, known?.manifestNumber ?? 0, onGrown);
  const heartbeatMs = await newestHeartbeat(o, machine, publicKey);
  const problem = foreign ? OTHER_KEY : grown;
  await rememberPapers(o, known, { machine, publicKey, card, newer, heartbeatMs, problem });
  // An older manifest that comes back is not believed over the one that was accepted.
  const manifest = newer ?? (known && known.manifest !== '' ? (JSON.parse(known.manifest) as Manifest) : undefined);
  if (!manifest) return NOTHING;
  const plan = (o.rules?.plan ?? planImports)(manifest, o.ledger.workspace().peerSegments(machine));
  if (plan.withdrawn.length > 0) return { done: await replaceAll(o, manifest), wanted: [] };
  if (plan.covered.length > 0) {
    const rows = plan.covered.map(({ incarnation, name, rows: turns }) => {
      return { machine, incarnation, name, rows: turns, state: 'covered' as const, reason: '' };
    });
    await o.ledger.write((w) => rows.forEach((row) => w.workspace.savePeerSegment(row)));
  }
  return { done: NOTHING_IMPORTED, wanted: plan.wanted.map((listed) => ({ machine, listed })) };
}

/** The machine of this name as an older database knew it: its figures are this machine's. */
async function olderMachine(ledger: SqlLedger, name: string): Promise<number | undefined> {
  const uid = olderMachineUid(name);
  return (await ledger.reader.machines()).find((m) => m.uid === uid && !m.self)?.id;
}

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
  // By its clock; what it says from the future was heard now, and must not hide what it says once its clock is right.
  const wordMs = Math.max(papers.heartbeatMs ?? 0, newer?.atMs ?? 0);
  const heardMs = Math.max(before, Math.min(wordMs, o.nowMs));
  if (known && known.problem === problem && !card && !newer && heardMs === before) return;
  const peer: Peer = {
    machine,
    publicKey,
    cardNumber: card?.number ?? known?.cardNumber ?? 0,
    version: card?.version ?? known?.version ?? '',
    manifestNumber: newer?.number ?? known?.manifestNumber ?? 0,
    manifest: newer ? JSON.stringify(newer) : (known?.manifest ?? ''),
    skewMs: wordMs === 0 ? (known?.skewMs ?? 0) : Math.max(0, wordMs - o.nowMs),
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
    if (heardMs > 0) w.sharing.heard(id, heardMs);
  });
}

/** The newest card that the key of first sight signed, above the known one; `foreign`: a later one bears another key. */
async function newestCard(
  folder: Folder,
  machine: string,
  known: Peer | undefined,
  onGrown: OnGrown,
): Promise<{ card: Card | undefined; foreign: boolean }> {
  let foreign = false;
  for await (const card of cards(folder, machine, known?.cardNumber ?? 0, onGrown)) {
    if (!known || card.publicKey === known.publicKey) return { card, foreign };
    foreign = true;
  }
  return { card: undefined, foreign };
}

/** Whole and self-signed cards in the machine's folder above `after`, newest first. */
export async function* cards(folder: Folder, machine: string, after: number, onGrown?: OnGrown): AsyncGenerator<Card> {
  for await (const { bytes, number } of documents(folder, documentFolder(machine, 'card'), after)) {
    const card = attempt(() => readCard(bytes), onGrown);
    if (card?.machine === machine && card.number === number) yield card;
  }
}

/** The newest manifest above `after` that the machine's key signed. */
async function newestManifest(
  folder: Folder,
  machine: string,
  publicKey: string,
  after: number,
  onGrown: OnGrown,
): Promise<Manifest | undefined> {
  for await (const { manifest } of manifests(folder, machine, publicKey, after, onGrown)) return manifest;
  return undefined;
}

/** Manifests above `after` that the machine's key signed, newest first, with the names they lie under. */
export async function* manifests(
  folder: Folder,
  machine: string,
  publicKey: string,
  after: number,
  onGrown?: OnGrown,
): AsyncGenerator<{ manifest: Manifest; name: string }> {
  for await (const { bytes, number } of documents(folder, documentFolder(machine, 'man'), after)) {
    const manifest = attempt(() => readManifest(bytes, publicKey), onGrown);
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
function attempt<T>(work: () => T, onGrown?: OnGrown): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof NewerFormat) onGrown?.(error);
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
