import type { BatchWriter } from './batch-writer.ts';
import type { FileStamp } from './jsonl/fingerprint.ts';
import type { LineParser } from './line-parser.ts';

export type SourceName = 'claude-code' | 'cowork';

/** Where the program runs: all that decides which folders are read. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** `--projects-dir`, repeatable. When given, nothing else is read. */
  readonly projectsDirs?: readonly string[];
}

export interface DiscoveredFile extends FileStamp {
  /** Absolute; the same file is listed once, however many ways lead to it. */
  readonly path: string;
  readonly source: SourceName;
}

/** A folder that could not be listed, or a file that could not be looked at. */
export interface DiscoveryProblem {
  readonly path: string;
  readonly kind: 'unreadable-file' | 'unreadable-folder';
  /** The system's error code. */
  readonly detail: string;
}

export interface Discovery {
  /** Sorted by path, by code unit. */
  readonly files: readonly DiscoveredFile[];
  readonly problems: readonly DiscoveryProblem[];
  /** Files that are not read because another file tells the same, and more: what they once told no longer counts. */
  readonly superseded?: readonly string[];
}

/** A place usage comes from. A new one is its own folder here and a line in the registry. */
export interface Source {
  readonly name: SourceName;
  /**
   * `append`: a grown file is read from its cursor. `whole`: a changed file is read from its start, because its rows
   * depend on all that stood before.
   */
  readonly reading: 'append' | 'whole';
  /** Lists what is there now. Never throws for a missing or unreadable folder. */
  discover(surroundings: Surroundings): Discovery;
  createParser(writer: BatchWriter): LineParser;
}
