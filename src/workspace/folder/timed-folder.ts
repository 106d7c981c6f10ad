import { UsageError } from '../../contract/errors.ts';
import { inTime } from '../../lib/in-time.ts';
import type { Folder, FolderEntry } from './folder.ts';

/** Calls that were given up and have not come back, by place: a hung drive must not take one thread after the other. */
const hanging = new Map<string, number>();

/**
 * A folder whose calls take no longer than `callMs`. One that does is given up with an error, and so is every call to the
 * same place until it comes back. Throws `workspace-unreachable`.
 */
export class TimedFolder implements Folder {
  readonly location: string;
  readonly #folder: Folder;
  readonly #callMs: number;

  constructor(folder: Folder, callMs: number) {
    this.location = folder.location;
    this.#folder = folder;
    this.#callMs = callMs;
  }

  list(path: string): Promise<readonly FolderEntry[]> {
    return this.#timed(() => this.#folder.list(path));
  }
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#timed(() => this.#folder.read(path, maxBytes));
  }
  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#timed(() => this.#folder.write(path, bytes));
  }
  writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
    return this.#timed(() => this.#folder.writeNew(path, bytes));
  }
  remove(path: string): Promise<void> {
    return this.#timed(() => this.#folder.remove(path));
  }

  async #timed<T>(work: () => Promise<T>): Promise<T> {
    if ((hanging.get(this.location) ?? 0) > 0) throw this.#hangs();
    const call = work();
    const late = this.#hangs();
    try {
      return await inTime(call, this.#callMs, late);
    } catch (error) {
      if (error === late) countUntilDone(this.location, call);
      throw error;
    }
  }
  #hangs(): UsageError {
    return new UsageError(
      'workspace-unreachable',
      `The drive with ${this.location} does not answer.`,
      'The ledger of this machine goes on working; `claude-usage workspace sync` tries again.',
    );
  }
}

function countUntilDone(place: string, call: Promise<unknown>): void {
  const add = (n: number): void => void hanging.set(place, (hanging.get(place) ?? 0) + n);
  add(1);
  call.then(
    () => add(-1),
    () => add(-1),
  );
}
