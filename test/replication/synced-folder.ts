import { type Folder, type FolderEntry, FolderUnavailable } from '../../src/workspace/folder/folder.ts';

/** Random choices of one simulated world. */
export interface Chance {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  /** True once in `n`. */
  oneIn(n: number): boolean;
}

interface Delivery {
  readonly to: Replica;
  readonly path: string;
  /** Undefined: the file was removed. */
  readonly bytes: Uint8Array | undefined;
}

/** A drive that syncs whole files between replicas: late, out of order, sometimes torn for a while, sometimes lost. */
export class SyncedDrive {
  readonly replicas: Replica[] = [];
  readonly #waiting: Delivery[] = [];
  readonly #chance: Chance;
  constructor(chance: Chance) {
    this.#chance = chance;
  }

  join(): Replica {
    const replica = new Replica(this);
    for (const [path, bytes] of this.replicas[0]?.files ?? []) replica.files.set(path, bytes);
    this.replicas.push(replica);
    return replica;
  }

  spread(from: Replica, path: string, bytes: Uint8Array | undefined): void {
    for (const to of this.replicas) if (to !== from) this.#waiting.push({ to, path, bytes });
  }

  /** Delivers one change, not necessarily the oldest: torn first, twice, as a conflict copy, or for the moment not at all. */
  deliverOne(): void {
    const at = this.#chance.below(this.#waiting.length);
    const [next] = this.#waiting.splice(at, 1);
    if (!next) return;
    const { to, path, bytes } = next;
    if (bytes === undefined) to.files.delete(path);
    else if (this.#chance.oneIn(6)) this.#tear(next);
    else if (this.#chance.oneIn(12)) to.files.set(conflictName(path), bytes);
    else to.files.set(path, bytes);
    if (bytes !== undefined && (this.#chance.oneIn(5) || to.files.get(path) !== bytes)) this.#waiting.push(next);
  }

  /** A file of somebody is lost everywhere, as by a person who tidies up. */
  loseOne(): void {
    const all = [...new Set(this.replicas.flatMap((r) => [...r.files.keys()]))].sort();
    const path = all[this.#chance.below(all.length)];
    if (path === undefined || path === 'workspace.json') return;
    for (const replica of this.replicas) replica.files.delete(path);
    for (let i = this.#waiting.length - 1; i >= 0; i--) if (this.#waiting[i]?.path === path) this.#waiting.splice(i, 1);
  }

  /** Everything arrives, whole. */
  settle(): void {
    for (const { to, path, bytes } of this.#waiting.splice(0)) {
      if (bytes === undefined) to.files.delete(path);
      else to.files.set(path, bytes);
    }
  }

  #tear({ to, path, bytes = new Uint8Array() }: Delivery): void {
    to.files.set(path, bytes.subarray(0, this.#chance.below(bytes.length)));
  }
}

const conflictName = (path: string): string => path.replace(/(\.[a-z.]+)$/, " (desktop's conflicted copy)$1");

/** One machine's copy of the drive. */
export class Replica implements Folder {
  readonly location = 'a simulated drive';
  readonly files = new Map<string, Uint8Array>();
  /** The next reads fail, as of an online-only file or a drive that is away. */
  unavailableReads = 0;
  readonly #drive: SyncedDrive;
  constructor(drive: SyncedDrive) {
    this.#drive = drive;
  }

  async list(path: string): Promise<FolderEntry[]> {
    const found = new Map<string, number>();
    for (const [name, bytes] of this.files) {
      if (!name.startsWith(`${path}/`)) continue;
      const [first = '', ...rest] = name.slice(path.length + 1).split('/');
      found.set(first, rest.length === 0 ? bytes.length : 0);
    }
    return [...found].map(([name, size]) => ({ name, size }));
  }
  async read(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    if (this.unavailableReads > 0) {
      this.unavailableReads -= 1;
      throw new FolderUnavailable('EBUSY');
    }
    const bytes = this.files.get(path);
    return bytes && bytes.length <= maxBytes ? bytes : undefined;
  }
  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes);
    this.#drive.spread(this, path, bytes);
  }
  async writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
    if (this.files.has(path)) return false;
    await this.write(path, bytes);
    return true;
  }
  async remove(path: string): Promise<void> {
    this.files.delete(path);
    this.#drive.spread(this, path, undefined);
  }
}
