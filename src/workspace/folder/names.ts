/**
 * Every name in a shared folder. Lower-case ASCII, one pattern each; whatever matches none is ignored, counted and shown.
 * Names hold the start of the content's hash, so that two contents never share a name.
 */
import { createHash } from 'node:crypto';

export const WORKSPACE_FILE = 'workspace.json';
export const MACHINES = 'm';

export type DocumentKind = 'card' | 'man';
export interface DocumentName {
  readonly number: number;
  readonly hash16: string;
}
export interface SegmentName {
  /** First and last sequence; equal but for a pack. */
  readonly low: number;
  readonly high: number;
  readonly hash16: string;
}
/** Widest number in a name, so that names stay short and parse exactly. */
const MAX_NUMBER = 999_999_999;

export const isMachineUid = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);
export const isIncarnation = (name: string): boolean => /^[0-9a-f]{16}$/.test(name);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const documentFolder = (machine: string, kind: DocumentKind): string => `${MACHINES}/${machine}/${kind}`;
export const segmentFolder = (machine: string, incarnation: string): string =>
  `${MACHINES}/${machine}/seg/${incarnation}`;
export const heartbeatFolder = (machine: string): string => `${MACHINES}/${machine}/hb`;

export const documentName = (number: number, bytes: Uint8Array): string =>
  `${number}-${sha256(bytes).slice(0, 16)}.json`;
export const heartbeatName = (day: string, bytes: Uint8Array): string => `${day}-${sha256(bytes).slice(0, 16)}.json`;
export function segmentName(low: number, high: number, hash: string): string {
  const hash16 = hash.slice(0, 16);
  return low === high ? `${low}-${hash16}.ndjson.gz` : `p${low}-${high}-${hash16}.ndjson.gz`;
}

export function parseDocumentName(name: string): DocumentName | undefined {
  const m = /^([1-9]\d{0,8})-([0-9a-f]{16})\.json$/.exec(name);
  return m ? { number: Number(m[1]), hash16: m[2] ?? '' } : undefined;
}
export function parseHeartbeatName(name: string): { day: string; hash16: string } | undefined {
  const m = /^(\d{4}-\d{2}-\d{2})-([0-9a-f]{16})\.json$/.exec(name);
  return m ? { day: m[1] ?? '', hash16: m[2] ?? '' } : undefined;
}
export function parseSegmentName(name: string): SegmentName | undefined {
  const m = /^(?:([1-9]\d{0,8})|p([1-9]\d{0,8})-([1-9]\d{0,8}))-([0-9a-f]{16})\.ndjson\.gz$/.exec(name);
  if (!m) return undefined;
  const low = Number(m[1] ?? m[2]);
  const high = Number(m[1] ?? m[3]);
  if (low > high || high > MAX_NUMBER || (m[2] !== undefined && low === high)) return undefined;
  return { low, high, hash16: m[4] ?? '' };
}
