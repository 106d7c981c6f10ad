import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NO_SUMS } from '../../src/contract/shared-turn.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { type Card, type KeyPair, type ManifestSegment, signDocument } from '../../src/workspace/folder/documents.ts';
import { DiskFolder } from '../../src/workspace/folder/disk-folder.ts';
import type { Folder } from '../../src/workspace/folder/folder.ts';
import { documentName, segmentName, sha256 } from '../../src/workspace/folder/names.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { example } from './shared-turn-example.ts';

/** A machine that writes whatever it likes into the shared folder. */
export const OFFENDER = 'e'.repeat(32);
export const INCARNATION = 'f'.repeat(16);
export const HEADER = { machine: OFFENDER, incarnation: INCARNATION, sequence: 1 };

/** An honest machine, with one turn of its own. */
export interface Honest {
  readonly ledger: SqlLedger;
  readonly workspace: Workspace;
  readonly uid: string;
  /** What it was told beside its results. */
  readonly notices: readonly string[];
}
interface Surroundings {
  readonly nowMs?: () => number;
  readonly folder?: (disk: Folder) => Folder;
}
const NOW = (): number => Date.UTC(2026, 9, 2);

/** A shared folder on a real disk, with honest machines and room for one that is not. */
export class HostileDrive implements AsyncDisposable {
  readonly base = mkdtempSync(join(tmpdir(), 'hostile '));
  readonly root = join(this.base, 'drive', 'usage.db.d');
  readonly #ledgers: SqlLedger[] = [];

  constructor() {
    mkdirSync(join(this.base, 'drive'));
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const ledger of this.#ledgers) await ledger.close();
    rmSync(this.base, { recursive: true, force: true });
  }

  /** `folder` puts a drive that fails between the machine and the disk. */
  async honest(name: string, { nowMs = NOW, folder = (disk) => disk }: Surroundings = {}): Promise<Honest> {
    const ledger = await openLedger(':memory:', { machineName: name, zone: 'UTC' });
    this.#ledgers.push(ledger);
    await ledger.write((w) => w.sharing.add(1, [example(`msg_${name}`)], (key, title) => ({ key, name: title })));
    const notices: string[] = [];
    const options = {
      ledger,
      dbPath: join(this.base, 'drive', 'usage.db'),
      rules: shareRules('mine', ''),
      card: { name, member: '', team: '', version: '1' },
      machineFile: join(this.base, name, 'machine.json'),
      nowMs,
      notice: (line: string) => void notices.push(line),
      fingerprint: name,
    };
    const workspace = new Workspace(options, folder(new DiskFolder(this.root)));
    return { ledger, workspace, notices, uid: (await ledger.reader.machines())[0]?.uid ?? '' };
  }

  /** Absolute path of a path in the shared folder, whose folder is made. */
  at(path: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  }
  put(path: string, bytes: Uint8Array | string): void {
    writeFileSync(this.at(path), bytes);
  }
  putDocument(machine: string, kind: 'card' | 'man', number: number, bytes: Uint8Array): void {
    this.put(`m/${machine}/${kind}/${documentName(number, bytes)}`, bytes);
  }
  putCard(machine: string, number: number, keys: KeyPair, more: Partial<Card> = {}): void {
    const names = { name: 'offender', member: '', team: '', version: '1', snapshot: 0 };
    const body = { machine, number, publicKey: keys.publicKey, ...names, ...more };
    this.putDocument(machine, 'card', number, signDocument(body, keys.privateKey));
  }
  /** Lists pieces of one turn in the offender's first manifest. */
  putManifest(keys: KeyPair, segments: readonly ManifestSegment[], more: object = {}): void {
    const manifest = { machine: OFFENDER, number: 1, atMs: Date.UTC(2026, 9, 1), left: false, segments, ...more };
    this.putDocument(OFFENDER, 'man', 1, signDocument(manifest, keys.privateKey));
  }
  /** Puts the body as segment `sequence`; how a manifest lists it, with the sums of one example turn. */
  putSegment(sequence: number, body: Uint8Array): ManifestSegment {
    const segment = listed(sequence, body);
    this.put(`m/${OFFENDER}/seg/${INCARNATION}/${segment.name}`, body);
    return segment;
  }
}

/** A manifest's line for these bytes, with the sums of one example turn. */
export function listed(sequence: number, body: Uint8Array): ManifestSegment {
  const hash = sha256(body);
  const name = segmentName(sequence, sequence, hash);
  return { ...NO_SUMS, rows: 1, input: 1, output: 10, incarnation: INCARNATION, name, hash };
}

export const turnsOf = async (ledger: SqlLedger): Promise<number> => (await ledger.reader.stats()).turns;
