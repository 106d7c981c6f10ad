/**
 * One workspace in a shared folder, from this machine's side. A target that can be lost and rebuilt: the ledger stays the
 * truth, and every fault out there means late, never lost.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../contract/errors.ts';
import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { collect, type Collected } from './collect.ts';
import { DiskFolder } from './folder/disk-folder.ts';
import type { Folder } from './folder/folder.ts';
import type { Identity } from './identity.ts';
import { createMachineFile, hostFingerprint, readMachineFile } from './identity-file.ts';
import { adoptFormer } from './adopt.ts';
import { publish, publishLeft, type Published } from './publish.ts';
import { unsafePlace } from './ledger-place.ts';
import { importOlderShared, isOlderShared } from './older-shared.ts';
import { adoptTurnsOf, findPeer, trustNewestCard } from './peers.ts';
import { projectReference, Sharer, type ShareRules } from './share-rules.ts';
import { removeSnapshotFile, SNAPSHOT_DUE, writeSnapshotFile } from './snapshot-file.ts';
import { type MachineStatus, machineStatuses } from './status.ts';
import { encodeReadable } from './wire/readable.ts';
import { createWorkspaceFile, readWorkspaceFile, type WorkspaceFile } from './workspace-file.ts';

export interface WorkspaceOptions {
  readonly ledger: SqlLedger;
  /** `db_path` of the configuration; segments lie in `<db_path>.d`. */
  readonly dbPath: string;
  readonly rules: ShareRules;
  readonly card: { readonly name: string; readonly member: string; readonly team: string; readonly version: string };
  /** Where the identity of this machine is kept (identity-file.ts). */
  readonly machineFile: string;
  readonly nowMs: () => number;
  /** Told once about something the user should know. */
  readonly notice: (line: string) => void;
  /** For tests. */
  readonly fingerprint?: string;
}

export type SyncResult =
  | { readonly state: 'synced'; readonly published: Published; readonly collected: Collected }
  /** The folder is not there; nothing was created, nothing is lost. */
  | { readonly state: 'away' };

export interface WorkspaceStatus {
  readonly location: string;
  readonly present: boolean;
  /** Turns of this machine that the workspace has not heard of. */
  readonly unshared: number;
  readonly machines: readonly MachineStatus[];
  /** Every machine that was heard of is here whole, and nothing waits to leave. */
  readonly complete: boolean;
}

const NOTHING_PUBLISHED: Published = { turns: 0, unfit: 0, segments: 0, healed: 0 };

export class Workspace {
  readonly location: string;
  readonly #o: WorkspaceOptions;
  readonly #folder: Folder;

  constructor(options: WorkspaceOptions, folder: Folder = new DiskFolder(`${options.dbPath}.d`)) {
    this.#o = options;
    this.#folder = folder;
    this.location = folder.location;
  }

  /** Makes the workspace where there is none, and joins it. Throws `not-found` when the drive is not there. */
  async init(): Promise<SyncResult> {
    const parent = dirname(this.#o.dbPath);
    if (!existsSync(parent)) {
      throw new UsageError(
        'not-found',
        `${parent} is not there, so the drive may not be mounted. Nothing was created.`,
        `Make the folder or mount the drive, and run the command again.`,
      );
    }
    return this.#sync((await readWorkspaceFile(this.#folder)) ?? (await this.#create()));
  }

  /** Joins a workspace that somebody made. Throws `not-found` when there is none. */
  async join(): Promise<SyncResult> {
    const there = await readWorkspaceFile(this.#folder);
    if (there) return this.#sync(there);
    throw new UsageError(
      'not-found',
      `There is no workspace in ${this.location}.`,
      `Wait until the drive has synced, or make one: claude-usage workspace init PATH`,
    );
  }

  /** Sends what is new here and takes in what is new there. */
  async sync(): Promise<SyncResult> {
    const there = await readWorkspaceFile(this.#folder);
    if (there) return this.#sync(there);
    // The database that older dashboards shared lies there, so the drive is there: the configuration means a workspace.
    return isOlderShared(this.#o.dbPath) ? this.#sync(await this.#create()) : { state: 'away' };
  }

  /** A sentence when the ledger itself lies where SQLite is not safe; undefined otherwise. */
  get ledgerWarning(): string | undefined {
    const { location } = this.#o.ledger;
    const why = unsafePlace(location);
    if (why === undefined) return undefined;
    return `The ledger ${location} is not safe where it is: ${why}. Point CLAUDE_USAGE_DB at a disk of this machine; the workspace is what is shared.`;
  }

  /** The exact lines that the next sync would write, before they are packed; empty when nothing is to be told. */
  async preview(): Promise<string> {
    const file = await readWorkspaceFile(this.#folder);
    const sharer = new Sharer(this.#o.rules, file?.key ?? '00'.repeat(32));
    const identity = await this.#identity();
    return this.#o.ledger.write((w) => {
      if (!w.sharing.active) w.sharing.start();
      const turns = w.sharing.dirty(1000).flatMap((d) => sharer.turn(d.turn) ?? []);
      if (turns.length === 0) return '';
      const titles = w.sharing.titlesOf(turns.map((t) => t.sessionId)).flatMap((t) => sharer.title(t) ?? []);
      return gunzipSync(
        encodeReadable({ machine: identity.machine, incarnation: identity.incarnation, sequence: 1 }, turns, titles)
          .body,
      ).toString('utf8');
    });
  }

  async status(): Promise<WorkspaceStatus> {
    const present = (await readWorkspaceFile(this.#folder).catch(() => undefined)) !== undefined;
    const machines = await machineStatuses(this.#o.ledger);
    const unshared = await this.#o.ledger.write((w) => w.sharing.countDirty());
    const complete = present && unshared === 0 && machines.every((m) => m.complete);
    return { location: this.location, present, unshared, machines, complete };
  }

  /** Stops sharing and forgets the others. With `erase`, what this machine told is taken back from the workspace. */
  async leave(erase: boolean): Promise<void> {
    const file = await readWorkspaceFile(this.#folder);
    if (erase && !file)
      throw new UsageError(
        'not-found',
        `${this.location} is not there, so nothing can be taken back from it.`,
        'Mount the drive and run the command again, or leave without --erase.',
      );
    if (erase && file) {
      await publishLeft(await this.#publishOptions(file));
      await removeSnapshotFile(this.#o.ledger, this.#o.dbPath);
    }
    await this.#o.ledger.write((w) => {
      for (const peer of w.workspace.peers()) {
        w.removeMachine(w.dimensions.machine(peer.machine, peer.machine.slice(0, 8)));
        w.workspace.forgetPeerSegments(peer.machine);
      }
      w.workspace.forgetAll();
      w.sharing.stop();
    });
  }

  /**
   * Takes over the turns of a machine that is gone, as far as they are here, so that they are told under this machine's
   * name too; whoever knows the machine still counts them as its own. Returns how many. Throws `not-found`.
   */
  async rescue(machine: string): Promise<{ readonly turns: number; readonly sync: SyncResult }> {
    const peer = await findPeer(this.#o.ledger, machine);
    const turns = await adoptTurnsOf(this.#o.ledger, peer.machine);
    return { turns, sync: await this.sync() };
  }

  /** Believes the key that the machine now bears: it was set up anew. Throws `not-found` when it bears no other key. */
  async trust(machine: string): Promise<SyncResult> {
    await trustNewestCard(this.#o.ledger, this.#folder, await findPeer(this.#o.ledger, machine));
    return this.sync();
  }

  /** The machine that makes the workspace is the one that writes the snapshot. */
  async #create(): Promise<WorkspaceFile> {
    const file = await createWorkspaceFile(this.#folder, this.#o.nowMs());
    await this.#identity();
    await this.#o.ledger.write((w) => w.workspace.setNote('snapshot_writer', 'yes'));
    return file;
  }

  async #sync(file: WorkspaceFile): Promise<SyncResult> {
    const { ledger, dbPath, card, notice } = this.#o;
    const options = await this.#publishOptions(file);
    await this.#adoptRules(file);
    await importOlderShared({ ledger, dbPath, machineName: card.name, notice });
    const local = await this.#localProjects(file);
    const projectOf: ProjectResolver = (key, name) => local.get(key) ?? { key, name };
    const ready = await adoptFormer(this.#o.ledger, this.#folder, options.identity, projectOf, this.#o.notice);
    const published = ready ? await publish(options) : NOTHING_PUBLISHED;
    if (published.unfit > 0)
      notice(
        `${published.unfit} turns are not shared: their records are damaged, so that no machine would take them in.`,
      );
    await this.#o.ledger.write((w) => w.sharing.unifyProjects(local));
    const collected = await collect({
      ledger: this.#o.ledger,
      folder: this.#folder,
      self: options.identity.machine,
      projectOf,
      nowMs: this.#o.nowMs(),
    });
    await writeSnapshotFile(ledger, dbPath, new Sharer(this.#o.rules, file.key), this.#o.nowMs());
    return { state: 'synced', published, collected };
  }

  /** Another workspace or other rules: everything is told anew, and what was told before is withdrawn. */
  async #adoptRules(file: WorkspaceFile): Promise<void> {
    const now = JSON.stringify([file.id, this.#o.rules]);
    await this.#o.ledger.write((w) => {
      w.sharing.start();
      const before = w.workspace.note('told_under');
      if (before === now) return;
      if (before !== undefined) {
        for (const s of w.workspace.ownSegments())
          w.workspace.setOwnState(s.incarnation, s.name, 'withdrawn', this.#o.nowMs());
        w.sharing.shareAgain();
        w.workspace.setNote(SNAPSHOT_DUE, 'yes');
      }
      w.workspace.setNote('told_under', now);
    });
  }

  async #publishOptions(file: WorkspaceFile): Promise<Parameters<typeof publish>[0]> {
    const sharer = new Sharer(this.#o.rules, file.key);
    return {
      ledger: this.#o.ledger,
      folder: this.#folder,
      identity: await this.#identity(),
      card: { ...this.#o.card, member: sharer.member(this.#o.card.member) },
      share: (turn) => sharer.turn(turn),
      title: (title) => sharer.title(title),
      nowMs: this.#o.nowMs(),
    };
  }

  /** Local projects by the reference under which others know them. */
  async #localProjects(file: WorkspaceFile): Promise<Map<string, { key: string; name: string }>> {
    const projects = (await this.#o.ledger.reader.projects()).filter((p) => !p.key.startsWith('ref:'));
    return new Map(projects.map((p) => [projectReference(file.key, p.key), { key: p.key, name: p.name }]));
  }

  /** A copied disk or home folder has another's fingerprint: it becomes a machine of its own, and says so. */
  async #identity(): Promise<Identity> {
    const { ledger, machineFile, notice } = this.#o;
    const fingerprint = this.#o.fingerprint ?? hostFingerprint();
    let kept = readMachineFile(machineFile);
    const self = (await ledger.reader.machines()).find((m) => m.self);
    if (kept && kept.fingerprint !== fingerprint) {
      notice('This machine is a copy of another one, so it gets an identity of its own in the workspace.');
      kept = createMachineFile(machineFile, randomBytes(16).toString('hex'), fingerprint);
    }
    kept ??= createMachineFile(machineFile, self?.uid ?? randomBytes(16).toString('hex'), fingerprint);
    const incarnation = await ledger.write((w) => {
      if (self?.uid !== kept.machine) w.sharing.becomeMachine(kept.machine);
      const known = w.workspace.note('incarnation');
      if (known !== undefined && w.workspace.note('incarnation_of') === kept.machine) return known;
      const made = randomBytes(8).toString('hex');
      w.workspace.startIncarnation(made, kept.machine);
      return made;
    });
    return { machine: kept.machine, incarnation, publicKey: kept.publicKey, privateKey: kept.privateKey };
  }
}
