import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addSums,
  NO_SUMS,
  type SharedSums,
  type SharedTitle,
  type SharedTurn,
} from '../../src/contract/shared-turn.ts';
import { DiskFolder } from '../../src/workspace/folder/disk-folder.ts';
import { type KeyPair, type ManifestSegment, newKeyPair, signDocument } from '../../src/workspace/folder/documents.ts';
import {
  documentFolder,
  documentName,
  heartbeatFolder,
  heartbeatName,
  segmentFolder,
  segmentName,
  sha256,
} from '../../src/workspace/folder/names.ts';
import { LIMITS } from '../../src/workspace/wire/limits.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { createWorkspaceFile } from '../../src/workspace/workspace-file.ts';
import { benchDir } from '../harness/corpora.ts';
import { FIRST_MS, machineUid, sessionsOf, type WorldOptions } from './world.ts';

export interface FolderTruth {
  /** Turns of the union: a copy counts once. */
  readonly sums: SharedSums;
  readonly sessions: number;
  readonly files: number;
  /** Bytes of the segments as they lie there. */
  readonly bytes: number;
}
export interface SharedFolder {
  /** `db_path` of whoever joins. */
  readonly dbPath: string;
  readonly truth: FolderTruth;
}

const NOBODY = { member: '', team: '', version: '1', snapshot: 0 };
const NOW_MS = FIRST_MS + 731 * 86_400_000;
/** The first sync of a machine fills whole segments; later syncs made packs, and small ones since. */
const FIRST_SYNC = 0.8;
const LATER_PACKS = 0.97;
const WRITERS = [
  'folder.ts',
  'world.ts',
  '../../src/workspace/folder/documents.ts',
  '../../src/workspace/folder/names.ts',
  '../../src/workspace/wire/segment.ts',
];
const PACK_ROWS = 30_000;
const SMALL_ROWS = 700;

/** A workspace folder as its machines would have left it, kept from run to run. */
export async function sharedFolder(world: WorldOptions): Promise<SharedFolder> {
  const root = join(benchDir(), `folder-${digest()}-${world.machines}x${world.turns}-${world.seed}`);
  if (!existsSync(root)) {
    const unfinished = `${root}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    console.error(`writing a shared folder of ${world.turns} turns`);
    const truth = await writeFolder(join(unfinished, 'shared.db.d'), world);
    writeFileSync(join(unfinished, 'truth.json'), JSON.stringify(truth));
    renameSync(unfinished, root);
  }
  const truth = JSON.parse(readFileSync(join(root, 'truth.json'), 'utf8')) as FolderTruth;
  return { dbPath: join(root, 'shared.db'), truth };
}

/** Of everything that decides the bytes. */
function digest(): string {
  const hash = createHash('sha256');
  for (const file of WRITERS) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

async function writeFolder(root: string, world: WorldOptions): Promise<FolderTruth> {
  const folder = new DiskFolder(root);
  await createWorkspaceFile(folder, FIRST_MS);
  let truth: FolderTruth = { sums: NO_SUMS, sessions: 0, files: 0, bytes: 0 };
  for (let machine = 0; machine < world.machines; machine++) {
    const publisher = new Publisher(folder, machineUid(world, machine), machine, world.turns / world.machines);
    for (const session of sessionsOf(world, machine)) {
      await publisher.add(session.turns, session.title);
      if (session.isCopy) continue;
      truth = { ...truth, sums: session.turns.reduce(addSums, truth.sums), sessions: truth.sessions + 1 };
    }
    await publisher.close();
    truth = { ...truth, files: truth.files + publisher.segments.length, bytes: truth.bytes + publisher.bytes };
  }
  return truth;
}

/** Writes one machine's part of the folder. */
class Publisher {
  readonly segments: ManifestSegment[] = [];
  bytes = 0;
  readonly #folder: DiskFolder;
  readonly #machine: string;
  readonly #index: number;
  readonly #rows: number;
  readonly #keys: KeyPair = newKeyPair();
  #turns: SharedTurn[] = [];
  #titles: SharedTitle[] = [];
  #told = 0;
  #sequence = 1;

  constructor(folder: DiskFolder, machine: string, index: number, rows: number) {
    this.#folder = folder;
    this.#machine = machine;
    this.#index = index;
    this.#rows = rows;
  }

  async add(turns: readonly SharedTurn[], title: SharedTitle): Promise<void> {
    this.#turns.push(...turns);
    this.#titles.push(title);
    while (this.#turns.length >= this.#limit) await this.#write(this.#limit);
  }
  async close(): Promise<void> {
    if (this.#turns.length > 0) await this.#write(this.#turns.length);
    await this.#writePapers();
  }

  get #limit(): number {
    const share = this.#told / this.#rows;
    return share < FIRST_SYNC ? LIMITS.rows : share < LATER_PACKS ? PACK_ROWS : SMALL_ROWS;
  }

  async #write(rows: number): Promise<void> {
    const [machine, incarnation] = [this.#machine, this.#machine.slice(16)];
    const turns = this.#turns.slice(0, rows);
    const last = this.#turns[rows]?.sessionId;
    const titles = this.#titles.filter((t) => t.sessionId !== last);
    this.#turns = this.#turns.slice(rows);
    this.#titles = this.#titles.filter((t) => t.sessionId === last);
    this.#told += rows;
    const body = encodeSegment({ machine, incarnation, sequence: this.#sequence }, turns, titles);
    const hash = sha256(body);
    const high = this.#sequence + (rows === PACK_ROWS ? 40 : 0);
    const name = segmentName(this.#sequence, high, hash);
    await this.#folder.write(`${segmentFolder(machine, incarnation)}/${name}`, body);
    this.segments.push({ incarnation, name, hash, ...turns.reduce(addSums, NO_SUMS) });
    this.bytes += body.length;
    this.#sequence = high + 1;
  }

  async #writePapers(): Promise<void> {
    const [machine, { publicKey, privateKey }] = [this.#machine, this.#keys];
    const put = async (folder: string, nameOf: (bytes: Buffer) => string, bytes: Buffer): Promise<void> =>
      this.#folder.write(`${folder}/${nameOf(bytes)}`, bytes);
    const card = { machine, number: 1, publicKey, name: `machine ${this.#index}`, ...NOBODY };
    const manifest = { machine, number: 7, atMs: NOW_MS, left: false, segments: this.segments };
    const alive = { machine, atMs: NOW_MS, version: '1' };
    await put(documentFolder(machine, 'card'), (b) => documentName(1, b), signDocument(card, privateKey));
    await put(documentFolder(machine, 'man'), (b) => documentName(7, b), signDocument(manifest, privateKey));
    const day = new Date(NOW_MS).toISOString().slice(0, 10);
    await put(heartbeatFolder(machine), (b) => heartbeatName(day, b), signDocument(alive, privateKey));
  }
}
