import { addSums, NO_SUMS, type SharedTitle, type SharedTurn } from '../contract/shared-turn.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { OwnSegment } from '../ledger/workspace-state.ts';
import { type Card, type Heartbeat, type Manifest, signDocument } from './folder/documents.ts';
import { type Folder, FolderUnavailable } from './folder/folder.ts';
import {
  documentFolder,
  documentName,
  heartbeatFolder,
  heartbeatName,
  parseDocumentName,
  parseHeartbeatName,
  segmentFolder,
  segmentName,
  sha256,
} from './folder/names.ts';
import type { Identity } from './identity.ts';
import { packNeighbours } from './pack.ts';
import { spans } from './plan-imports.ts';
import { ownClaim } from './snapshot-claim.ts';
import { LIMITS } from './wire/limits.ts';
import { encodeReadable } from './wire/readable.ts';

export interface PublishOptions {
  readonly ledger: SqlLedger;
  readonly folder: Folder;
  readonly identity: Identity;
  /** Name, member, team and version as the card shows them. */
  readonly card: Pick<Card, 'name' | 'member' | 'team' | 'version'>;
  /** What leaves of a turn; undefined: it stays home. */
  readonly share: (turn: SharedTurn) => SharedTurn | undefined;
  /** The same of a session's title; absent: no title leaves. */
  readonly title?: (title: SharedTitle) => SharedTitle | undefined;
  readonly nowMs: number;
  /** No new segment before the last one is so old, ms, unless a whole one is full; 0 or absent: at once. */
  readonly minIntervalMs?: number;
  /** So many small segments may lie there before neighbours are packed into one. */
  readonly packAbove?: number;
  /** Called between every two steps; a test throws there to crash. */
  readonly onStep?: (step: PublishStep) => void;
  /** The rules that make it safe; only the simulator gives others, to see them fail. */
  readonly rules?: PublishRules;
}
export interface PublishRules {
  /** A segment is called published only after its file lies there whole. */
  readonly writeFirst: boolean;
  /** Files that vanished or changed are put back. */
  readonly heals: (segment: OwnSegment) => boolean;
}
const SAFE: PublishRules = { writeFirst: true, heals: () => true };
export type PublishStep = 'stored' | 'written' | 'published' | 'manifest' | 'card' | 'heartbeat';

export interface Published {
  readonly turns: number;
  /** Turns of damaged records that no machine would take in; they stay here. */
  readonly unfit: number;
  readonly segments: number;
  /** Files of ours that had vanished or changed and were put back. */
  readonly healed: number;
}

/** Manifests, cards and signs of life that are kept beside the newest one, for readers that are just reading them. */
const KEPT_DOCUMENTS = 3;
const PACK_ABOVE = 64;
const DAY_MS = 86_400_000;
/** What a pack covers stays for readers that have not seen the pack's manifest yet. */
const COVERED_STAYS_MS = 7 * DAY_MS;

/**
 * Writes what the workspace has not heard of. Every step can be the last one: what is stored as pending is published
 * under the same name by the next run, and nothing is announced before its file lies there whole.
 */
export async function publish(o: PublishOptions): Promise<Published> {
  const { turns, unfit } = await storePending(o);
  await packNeighbours(o.ledger, o.identity, o.packAbove ?? PACK_ABOVE, o.nowMs);
  const segments = await publishPending(o);
  const healed = await heal(o);
  await announce(o, false);
  await removeWithdrawn(o);
  await writeCard(o);
  await writeHeartbeat(o);
  return { turns, unfit, segments, healed };
}

/** Tells that this machine has left, and takes back what it told. Throws FolderUnavailable while some of it cannot go. */
export async function publishLeft(o: PublishOptions): Promise<void> {
  await o.ledger.write((w) => {
    for (const s of w.workspace.ownSegments()) w.workspace.setOwnState(s.incarnation, s.name, 'withdrawn', o.nowMs);
  });
  await announce(o, true);
  const held = await removeWithdrawn(o);
  if (held > 0) throw new FolderUnavailable(`${held} parts cannot be removed`);
}

/** What no manifest lists any more goes from the folder, after the manifest that says so lies there. Returns what could not. */
async function removeWithdrawn(o: PublishOptions): Promise<number> {
  let held = 0;
  const isOver = (s: OwnSegment): boolean =>
    s.state === 'withdrawn' || (s.state === 'covered' && o.nowMs - (s.coveredMs ?? o.nowMs) > COVERED_STAYS_MS);
  for (const s of o.ledger.workspace().ownSegments().filter(isOver)) {
    if (await removed(o.folder, pathOf(o, s)))
      await o.ledger.write((w) => w.workspace.forgetOwn(s.incarnation, s.name));
    else held += 1;
  }
  return held;
}

/** Dirty turns become stored segments, and stop being dirty, in one transaction. */
async function storePending(o: PublishOptions): Promise<{ turns: number; unfit: number }> {
  const total = { turns: 0, unfit: 0 };
  if (await isTooSoon(o)) return total;
  for (;;) {
    const taken = await o.ledger.write((w) => {
      const dirty = w.sharing.dirty(LIMITS.rows);
      const turns = dirty.flatMap((d) => o.share(d.turn) ?? []);
      const unfit = turns.length > 0 ? storeSegment(o, w, turns) : 0;
      w.sharing.taken(dirty);
      total.turns += turns.length - unfit;
      total.unfit += unfit;
      return dirty.length;
    });
    if (taken === 0) return total;
    o.onStep?.('stored');
    if (taken < LIMITS.rows) return total;
  }
}

/** Small segments would pile up if every look at the figures made one. */
async function isTooSoon({ ledger, minIntervalMs = 0, nowMs }: PublishOptions): Promise<boolean> {
  if (minIntervalMs === 0) return false;
  const last = ledger
    .workspace()
    .ownSegments()
    .reduce((at, s) => Math.max(at, s.madeMs), -Infinity);
  return nowMs - last < minIntervalMs && ledger.unsharedTurns() < LIMITS.rows;
}

type Writer = Parameters<Parameters<SqlLedger['write']>[0]>[0];

/** Returns how many of the turns no reader would take. */
function storeSegment(o: PublishOptions, w: Writer, shared: readonly SharedTurn[]): number {
  const state = w.workspace;
  const { machine, incarnation } = o.identity;
  const own = state.ownSegments().filter((s) => s.incarnation === incarnation);
  const sequence = Math.max(0, Number(state.note('sequence') ?? '0'), ...own.map((s) => s.high)) + 1;
  const titleOf = o.title;
  const titles = titleOf ? w.sharing.titlesOf(shared.map((t) => t.sessionId)).flatMap((t) => titleOf(t) ?? []) : [];
  const { body, turns, unfit } = encodeReadable({ machine, incarnation, sequence }, shared, titles);
  if (turns.length === 0) return unfit;
  const hash = sha256(body);
  const sums = turns.reduce(addSums, NO_SUMS);
  const name = segmentName(sequence, sequence, hash);
  state.addOwn({
    ...sums,
    incarnation,
    name,
    low: sequence,
    high: sequence,
    hash,
    state: 'pending',
    madeMs: o.nowMs,
    coveredMs: null,
    body,
  });
  state.setNote('sequence', String(sequence));
  return unfit;
}

const pathOf = (o: PublishOptions, s: OwnSegment): string =>
  `${segmentFolder(o.identity.machine, s.incarnation)}/${s.name}`;
const isLive = (s: OwnSegment): boolean => s.state === 'published';

async function publishPending(o: PublishOptions): Promise<number> {
  const { writeFirst } = o.rules ?? SAFE;
  const pending = o.ledger
    .workspace()
    .ownSegments()
    .filter((s) => s.state === 'pending');
  for (const s of pending) {
    const write = async (): Promise<void> => {
      await o.folder.write(pathOf(o, s), bodyOf(o, s));
      o.onStep?.('written');
    };
    const mark = async (): Promise<void> => {
      await o.ledger.write((w) => {
        w.workspace.setOwnState(s.incarnation, s.name, 'published', o.nowMs);
        for (const other of w.workspace.ownSegments().filter((x) => isLive(x) && x.name !== s.name && spans(s, x)))
          w.workspace.setOwnState(other.incarnation, other.name, 'covered', o.nowMs);
      });
      o.onStep?.('published');
    };
    for (const step of writeFirst ? [write, mark] : [mark, write]) await step();
  }
  return pending.length;
}

/**
 * A drive, a sync client or a person may lose or change a file of ours: it is put back from the ledger. Names and sizes are
 * compared each time, the bytes once a day.
 */
async function heal(o: PublishOptions): Promise<number> {
  const { heals } = o.rules ?? SAFE;
  const state = o.ledger.workspace();
  const live = state.ownSegments().filter((s) => isLive(s) && heals(s));
  const deep = o.nowMs - Number(state.note('deep_check') ?? '0') >= DAY_MS;
  let healed = 0;
  for (const incarnation of new Set(live.map((s) => s.incarnation))) {
    const there = await o.folder.list(segmentFolder(o.identity.machine, incarnation));
    const sizes = new Map(there.map((e) => [e.name, e.size]));
    for (const s of live.filter((x) => x.incarnation === incarnation)) {
      if (sizes.get(s.name) === s.size && !(deep && (await isChanged(o, s)))) continue;
      await o.folder.write(pathOf(o, s), bodyOf(o, s));
      healed += 1;
    }
  }
  if (deep) await o.ledger.write((w) => w.workspace.setNote('deep_check', String(o.nowMs)));
  return healed;
}

/** Whether the file's bytes are others than they were. One that cannot be read now is left alone. */
async function isChanged(o: PublishOptions, s: OwnSegment): Promise<boolean> {
  try {
    const bytes = await o.folder.read(pathOf(o, s), LIMITS.packedBytes);
    return bytes === undefined || sha256(bytes) !== s.hash;
  } catch (error) {
    if (error instanceof FolderUnavailable) return false;
    throw error;
  }
}

function bodyOf(o: PublishOptions, s: OwnSegment): Uint8Array {
  const body = o.ledger.workspace().ownBody(s.incarnation, s.name);
  if (!body) throw new Error(`segment ${s.name} has no body`);
  return body;
}

/** Writes the manifest when what is live is not what the newest one says, or when that one is gone. */
async function announce(o: PublishOptions, left: boolean): Promise<void> {
  const { machine, privateKey } = o.identity;
  const state = o.ledger.workspace();
  const segments = state
    .ownSegments()
    .filter(isLive)
    .map(({ low: _low, high: _high, state: _state, madeMs: _made, coveredMs: _covered, size: _size, ...s }) => s);
  // The key belongs to it: a machine that lost its key signs anew, also when it has nothing else to tell.
  const text = JSON.stringify([left, segments, o.identity.publicKey]);
  const folder = documentFolder(machine, 'man');
  const there = (await o.folder.list(folder)).flatMap((e) => parseDocumentName(e.name) ?? []);
  const last = Number(state.note('manifest') ?? '0');
  const known = state.note('announced');
  if (known === sha256(Buffer.from(text)) && there.some((d) => d.number === last)) return;
  const number = Math.max(last, ...there.map((d) => d.number)) + 1;
  const manifest: Manifest = { machine, number, atMs: o.nowMs, left, segments };
  const bytes = signDocument(manifest, privateKey);
  await takeNumber(o, 'manifest', number);
  await o.folder.write(`${folder}/${documentName(number, bytes)}`, bytes);
  o.onStep?.('manifest');
  await o.ledger.write((w) => {
    w.workspace.setNote('announced', sha256(Buffer.from(text)));
    w.workspace.setNote('manifest_name', documentName(number, bytes));
  });
  await removeOlder(o.folder, folder, number);
}

async function writeCard(o: PublishOptions): Promise<void> {
  const { machine, publicKey, privateKey } = o.identity;
  const folder = documentFolder(machine, 'card');
  const state = o.ledger.workspace();
  const there = (await o.folder.list(folder)).flatMap((e) => parseDocumentName(e.name) ?? []);
  const last = Number(state.note('card') ?? '0');
  const snapshot = ownClaim(o.ledger);
  const content = JSON.stringify({ ...o.card, publicKey, snapshot });
  if (state.note('card_content') === content && there.some((d) => d.number === last)) return;
  const number = Math.max(last, ...there.map((d) => d.number)) + 1;
  const card: Card = {
    machine,
    number,
    publicKey,
    name: o.card.name,
    member: o.card.member,
    team: o.card.team,
    version: o.card.version,
    snapshot,
  };
  const bytes = signDocument(card, privateKey);
  await takeNumber(o, 'card', number);
  await o.folder.write(`${folder}/${documentName(number, bytes)}`, bytes);
  o.onStep?.('card');
  await o.ledger.write((w) => {
    w.workspace.setNote('card_content', content);
  });
  await removeOlder(o.folder, folder, number);
}

/**
 * A number is used up before its file is written: a reader that saw the file of a run that crashed, and lost it again,
 * believes only higher ones.
 */
async function takeNumber(o: PublishOptions, document: 'manifest' | 'card', number: number): Promise<void> {
  await o.ledger.write((w) => w.workspace.setNote(document, String(number)));
}

/** Once a day: that the machine lives, also when it has nothing to tell. */
async function writeHeartbeat(o: PublishOptions): Promise<void> {
  const { machine, privateKey } = o.identity;
  const day = new Date(o.nowMs).toISOString().slice(0, 10);
  const folder = heartbeatFolder(machine);
  const there = (await o.folder.list(folder)).flatMap((e) => {
    const parsed = parseHeartbeatName(e.name);
    return parsed ? [{ ...parsed, name: e.name }] : [];
  });
  if (there.some((h) => h.day === day)) return;
  const heartbeat: Heartbeat = { machine, atMs: o.nowMs, version: o.card.version };
  const bytes = signDocument(heartbeat, privateKey);
  await o.folder.write(`${folder}/${heartbeatName(day, bytes)}`, bytes);
  o.onStep?.('heartbeat');
  for (const old of there.toSorted((a, b) => (a.day < b.day ? 1 : -1)).slice(KEPT_DOCUMENTS))
    await removed(o.folder, `${folder}/${old.name}`);
}

async function removeOlder(folder: Folder, path: string, newest: number): Promise<void> {
  for (const { name } of await folder.list(path)) {
    const parsed = parseDocumentName(name);
    if (parsed && parsed.number <= newest - KEPT_DOCUMENTS) await removed(folder, `${path}/${name}`);
  }
}

/** False when a program holds the file now: nothing counts it any more, and the next time does. */
async function removed(folder: Folder, path: string): Promise<boolean> {
  try {
    await folder.remove(path);
    return true;
  } catch (error) {
    if (error instanceof FolderUnavailable) return false;
    throw error;
  }
}
