import { keysOf } from '../contract/shared-columns.ts';
import type { ManifestSegment } from './folder/documents.ts';
import { type Folder, FolderUnavailable } from './folder/folder.ts';
import { segmentFolder, sha256 } from './folder/names.ts';
import { LIMITS } from './wire/limits.ts';
import { decodeSegment, type Segment } from './wire/segment.ts';
import { NewerFormat, WireError } from './wire/untrusted.ts';

export interface ReadRules {
  /** A turn is itself, whichever machine tells of it: the key under which it counts. */
  readonly identity: (key: string, machine: string) => string;
  /** Bytes are believed only when they are exactly the listed ones. */
  readonly isWhole: (bytes: Uint8Array, hash: string) => boolean;
}
export interface ReadOptions {
  readonly folder: Folder;
  /** The rules that make it safe; only the simulator gives others, to see them fail. */
  readonly rules?: ReadRules;
}
export interface Read {
  readonly state: 'imported' | 'waiting' | 'quarantined';
  readonly reason: string;
  readonly segment?: Segment;
}
/** Throws WireError as `decodeSegment` does. */
export type Decode = (bytes: Uint8Array) => Segment | Promise<Segment>;

/**
 * One listed segment, or why it cannot be had. Bytes that are not the listed ones may still arrive, and a newer version may
 * understand a newer format; the listed bytes that say nonsense never get better.
 */
export async function readSegment(
  o: ReadOptions,
  machine: string,
  listed: ManifestSegment,
  decode: Decode = decodeSegment,
): Promise<Read> {
  const fetched = await fetchSegment(o, machine, listed);
  if (!(fetched instanceof Uint8Array)) return fetched;
  try {
    const segment = await decode(fetched);
    checkOrigin(segment, machine, listed);
    return { state: 'imported', reason: '', segment: o.rules ? asCounted(segment, machine, o.rules) : segment };
  } catch (error) {
    if (error instanceof NewerFormat) return { state: 'waiting', reason: `${error.message}; update claude-usage here` };
    if (error instanceof WireError) return { state: 'quarantined', reason: error.message };
    throw error;
  }
}

/** The listed bytes, or why they are waited for. */
export async function fetchSegment(
  o: ReadOptions,
  machine: string,
  listed: ManifestSegment,
): Promise<Uint8Array | Read> {
  const path = `${segmentFolder(machine, listed.incarnation)}/${listed.name}`;
  try {
    const bytes = await o.folder.read(path, LIMITS.packedBytes);
    if (!bytes) return { state: 'waiting', reason: 'it is not there yet' };
    const isWhole = o.rules ? o.rules.isWhole(bytes, listed.hash) : sha256(bytes) === listed.hash;
    return isWhole ? bytes : { state: 'waiting', reason: 'its bytes are not whole yet' };
  } catch (error) {
    if (!(error instanceof FolderUnavailable)) throw error;
    return { state: 'waiting', reason: `it cannot be read now: ${error.message}` };
  }
}

function checkOrigin({ header, sums }: Segment, machine: string, listed: ManifestSegment): void {
  if (header.machine !== machine || header.incarnation !== listed.incarnation)
    throw new WireError('it names another machine');
  for (const key of ['rows', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const) {
    if (sums[key] !== listed[key]) throw new WireError(`its ${key} are not what the manifest states`);
  }
}

function asCounted(segment: Segment, machine: string, { identity }: ReadRules): Segment {
  const keys = Array.from(keysOf(segment.columns), (key) => `${identity(key, machine)}\n`).join('');
  return { ...segment, columns: { ...segment.columns, keys } };
}
