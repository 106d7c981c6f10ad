/** A shared folder as the protocol needs it. Paths are relative, `/` separated, and made only by names.ts. */
export interface FolderEntry {
  readonly name: string;
  /** Bytes; 0 for a folder. */
  readonly size: number;
}

/** The entry is there but cannot be had now: an online-only placeholder, a lock, a drive that is away. */
export class FolderUnavailable extends Error {
  override readonly name = 'FolderUnavailable';
}

export interface Folder {
  /** Where it is, for messages. */
  readonly location: string;
  /** Plain files and folders in a folder, links left out; empty when it is absent. Throws FolderUnavailable. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** Undefined when absent or larger than `maxBytes`. Throws FolderUnavailable when it is there and cannot be read. */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Whole or not at all: a temporary file, fsync, rename, fsync of the folder. Replaces what has the name. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** False when the name is taken. */
  writeNew(path: string, bytes: Uint8Array): Promise<boolean>;
  /** No error when absent. */
  remove(path: string): Promise<void>;
}
