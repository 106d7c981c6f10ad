/** One workspace in a shared folder, from this machine's side. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../contract/errors.ts';
import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import { collect, type Collected } from './collect.ts';
import { DiskFolder } from './folder/disk-folder.ts';
import { type Folder, FolderUnavailable } from './folder/folder.ts';
import { ignoredIn } from './folder/ignored.ts';
import { TimedFolder } from './folder/timed-folder.ts';
import { adoptFormer } from './adopt.ts';
import { publish, publishLeft, type Published, type PublishOptions } from './publish.ts';
import { importOlderShared, isOlderShared } from './older-shared.ts';
import { describeFolderInvitation } from './invitation-text.ts';
import { adoptTurnsOf, findPeer, trustNewestCard } from './peers.ts';
import { keptHome, ledgerWarning, localProjects, ownIdentity, ownSharer, previewLines } from './own-side.ts';
import { claimSnapshot } from './snapshot-claim.ts';
import { removeSnapshotFile, SNAPSHOT_DUE, writeSnapshotFile } from './snapshot-file.ts';
import { isWhole, machineStatuses, rememberMissing } from './status.ts';
import type { Away, Synced, TargetOptions, TargetSettings, WorkspaceStatus, WorkspaceTarget } from './target.ts';
import { createWorkspaceFile, readWorkspaceFile, type WorkspaceFile } from './workspace-file.ts';

export interface FolderSettings extends TargetSettings {
  /** `db_path` of the configuration; segments lie in `<db_path>.d`. */
  readonly dbPath: string;
}
export interface WorkspaceOptions extends TargetOptions, FolderSettings {}
export interface FolderSynced extends Synced {
  readonly published: Published;
  readonly collected: Collected;
}
type FolderSync = FolderSynced | Away;

/** A drive that takes longer for one file hangs. */
const ANSWER_MS = 30_000;

const NOTHING_PUBLISHED: Published = { turns: 0, unfit: 0, segments: 0, healed: 0 };

export class Workspace implements WorkspaceTarget {
  readonly kind = 'folder';
  readonly location: string;
  readonly #o: WorkspaceOptions;
  readonly #folder: Folder;

  constructor(options: WorkspaceOptions, folder: Folder = new DiskFolder(`${options.dbPath}.d`)) {
    this.#o = options;
    this.#folder = new TimedFolder(folder, options.answerMs ?? ANSWER_MS);
    this.location = folder.location;
  }

  /** Makes the workspace where there is none, and joins it. Throws `not-found` when the drive is not there. */
  async init(): Promise<FolderSync> {
    const parent = dirname(this.#o.dbPath);
    if (!existsSync(parent)) {
      throw new UsageError(
        'not-found',
        `${parent} is not there, so the drive may not be mounted. Nothing was created.`,
        `Make the folder or mount the drive, and run the command again.`,
      );
    }
    return this.#reaching(async () => this.#sync((await readWorkspaceFile(this.#folder)) ?? (await this.#create())));
  }

  /** Joins a workspace that somebody made. Throws `not-found` when there is none. */
  async join(): Promise<FolderSync> {
    const there = await this.#file();
    if (there) return this.#reaching(() => this.#sync(there));
    throw new UsageError(
      'not-found',
      `There is no workspace in ${this.location}.`,
      `Wait until the drive has synced, or make one: claude-usage workspace init PATH`,
    );
  }

  /** Sends what is new here and takes in what is new there. */
  async sync(): Promise<FolderSync> {
    const there = await this.#file();
    if (there) return this.#reaching(() => this.#sync(there));
    // The database that older dashboards shared lies there, so the drive is there: the configuration means a workspace.
    return isOlderShared(this.#o.dbPath)
      ? this.#reaching(async () => this.#sync(await this.#create()))
      : { state: 'away' };
  }

  get ledgerWarning(): string | undefined {
    return ledgerWarning(this.#o.ledger);
  }

  async preview(): Promise<string> {
    const file = await this.#file();
    const sharer = await ownSharer(this.#o, file?.key ?? '00'.repeat(32));
    return previewLines(this.#o.ledger, await ownIdentity(this.#o), sharer);
  }

  async status(): Promise<WorkspaceStatus> {
    const { ledger } = this.#o;
    const present = (await readWorkspaceFile(this.#folder).catch(() => undefined)) !== undefined;
    const machines = await machineStatuses(ledger);
    const unshared = ledger.unsharedTurns();
    return {
      location: this.location,
      present,
      unshared,
      keptHome: await keptHome(this.#o),
      machines,
      ignored: present ? await ignoredIn(this.#folder) : { count: 0, paths: [] },
      complete: present && unshared === 0 && machines.every(isWhole),
    };
  }

  /** Stops sharing and forgets the others. With `erase`, what this machine told is taken back from the workspace. */
  async leave(erase: boolean): Promise<void> {
    const file = await this.#file();
    if (erase && !file)
      throw new UsageError(
        'not-found',
        `${this.location} is not there, so nothing can be taken back from it.`,
        'Mount the drive and run the command again, or leave without --erase.',
      );
    if (erase && file) {
      const { machine } = await ownIdentity(this.#o);
      await this.#reaching(async () => {
        await publishLeft(await this.#publishOptions(file));
        await removeSnapshotFile(this.#o.ledger, this.#o.dbPath, machine);
      });
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
  async rescue(machine: string): Promise<{ readonly turns: number; readonly sync: FolderSync }> {
    const peer = await findPeer(this.#o.ledger, machine);
    const turns = await adoptTurnsOf(this.#o.ledger, peer.machine);
    return { turns, sync: await this.sync() };
  }

  /** Believes the key that the machine now bears: it was set up anew. Throws `not-found` when it bears no other key. */
  async invite(): Promise<readonly string[]> {
    return describeFolderInvitation(this.#o.dbPath);
  }

  async trust(machine: string): Promise<FolderSync> {
    const peer = await findPeer(this.#o.ledger, machine);
    await this.#reaching(() => trustNewestCard(this.#o.ledger, this.#folder, peer));
    return this.sync();
  }

  /** From now on this machine writes the database at `db_path`; the one that did hears of it with its next sync. */
  async takeSnapshot(): Promise<FolderSync> {
    // Whose claim is best is known only by those who have heard the others.
    const heard = await this.sync();
    if (heard.state === 'away') return heard;
    await claimSnapshot(this.#o.ledger);
    await this.#o.ledger.write((w) => w.workspace.setNote(SNAPSHOT_DUE, 'yes'));
    return this.sync();
  }

  /** The machine that makes the workspace is the one that writes the snapshot. */
  async #create(): Promise<WorkspaceFile> {
    const file = await createWorkspaceFile(this.#folder, this.#o.nowMs());
    await ownIdentity(this.#o);
    await claimSnapshot(this.#o.ledger);
    return file;
  }

  async #sync(file: WorkspaceFile): Promise<FolderSync> {
    const { ledger, dbPath, card, notice } = this.#o;
    const options = await this.#publishOptions(file);
    await this.#adoptRules(file);
    await importOlderShared({ ledger, dbPath, machineName: card.name, notice });
    const local = await localProjects(ledger, file.key);
    const projectOf: ProjectResolver = (key, name) => local.get(key) ?? { key, name };
    let full: FolderUnavailable | undefined;
    const published = await this.#tell(options, projectOf).catch((error: unknown) => {
      if (!(error instanceof FolderUnavailable)) throw error;
      full = error;
      return NOTHING_PUBLISHED;
    });
    await this.#o.ledger.write((w) => w.sharing.unifyProjects(local));
    const collected = await collect({
      ledger: this.#o.ledger,
      folder: this.#folder,
      self: options.identity.machine,
      projectOf,
      nowMs: this.#o.nowMs(),
    });
    await rememberMissing(ledger);
    // A drive that takes nothing more may still be read.
    if (full) throw this.#unreachable(`takes nothing of this machine: ${full.message}`, full);
    await this.#writeSnapshot(file, options.identity.machine);
    const { machines, waiting, imported: received, quarantined: refused } = collected;
    const sent = published.turns;
    return { state: 'synced', sent, received, unit: 'parts', machines, waiting, refused, published, collected };
  }

  /** Tells what the workspace has not heard of, once nothing under our name is there that this ledger does not know. */
  async #tell(options: PublishOptions, projectOf: ProjectResolver): Promise<Published> {
    const { ledger, notice } = this.#o;
    if (!(await adoptFormer(ledger, this.#folder, options.identity, projectOf, notice))) return NOTHING_PUBLISHED;
    const published = await publish(options);
    if (published.unfit > 0)
      notice(
        `${published.unfit} turns are not shared: their records are damaged, so that no machine would take them in.`,
      );
    return published;
  }

  /** A program that has the copy open may hold it: the sync is none the worse for it. */
  async #writeSnapshot(file: WorkspaceFile, self: string): Promise<void> {
    const { ledger, dbPath, notice } = this.#o;
    try {
      await writeSnapshotFile(ledger, dbPath, await ownSharer(this.#o, file.key), self, this.#o.nowMs());
    } catch (error) {
      if (!(error instanceof FolderUnavailable)) throw error;
      notice(`The copy for SQL tools at ${dbPath} stays as it is for now: ${error.message}.`);
    }
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

  async #publishOptions(file: WorkspaceFile): Promise<PublishOptions> {
    const sharer = await ownSharer(this.#o, file.key);
    return {
      ledger: this.#o.ledger,
      folder: this.#folder,
      identity: await ownIdentity(this.#o),
      card: { ...this.#o.card, member: sharer.member(this.#o.card.member) },
      share: (turn) => sharer.turn(turn),
      title: (title) => sharer.title(title),
      nowMs: this.#o.nowMs(),
      minIntervalMs: this.#o.minIntervalMs ?? 0,
    };
  }

  #file(): Promise<WorkspaceFile | undefined> {
    return this.#reaching(() => readWorkspaceFile(this.#folder));
  }
  /** What the drive cannot do now becomes an error that names it. */
  async #reaching<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof FolderUnavailable) throw this.#unreachable(`cannot be used now: ${error.message}`, error);
      throw error;
    }
  }
  #unreachable(why: string, cause: Error): UsageError {
    return new UsageError(
      'workspace-unreachable',
      `The drive with ${this.location} ${why}.`,
      'Nothing is lost; when it is in order again: claude-usage workspace sync',
      { cause },
    );
  }
  /** Nothing is held open. */
  async [Symbol.asyncDispose](): Promise<void> {}
}
