import { hash } from 'node:crypto';
import { readSync, type Stats } from 'node:fs';

/** What `stat` says of a file. Equal stamps: nothing to read. Times are epoch milliseconds with sub-millisecond digits. */
export interface FileStamp {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  /** Change time: catches an edit that put the modification time back. */
  readonly ctimeMs: number;
  /**
   * Epoch ms by which the file existed: its birth, or its modification time where that is older (a restored copy) or the
   * file system knows no birth. No part of its sameness.
   */
  readonly bornMs: number;
}

export function stampOf(stats: Stats): FileStamp {
  return {
    dev: stats.dev,
    ino: stats.ino,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    bornMs: bornMs(stats),
  };
}

/** FileStamp.bornMs of a file. */
export const bornMs = ({ birthtimeMs, mtimeMs }: Stats): number =>
  Math.floor(birthtimeMs > 0 && birthtimeMs < mtimeMs ? birthtimeMs : mtimeMs);

/** The stamp as one short text: equal texts, equal stamps. */
export const stampText = (s: FileStamp): string => `${s.size}:${s.mtimeMs}:${s.ctimeMs}:${s.dev}:${s.ino}`;

/** Bytes at the head and before the offset that stand for all that was read. */
export const HEAD_BYTES = 4096;
export const TAIL_BYTES = 256;

/** Digest of the first min(offset, HEAD_BYTES) bytes. */
export const digest = (bytes: Uint8Array): string => hash('sha1', bytes, 'hex').slice(0, 20);

/**
 * Short proof of what stood before `offset`: `<head length>.<head digest>.<tail digest>`. A file whose proof no longer
 * holds was rewritten, rotated or cut, and is read again from its start. Empty for offset 0.
 */
export function proofAt(fd: number, offset: number): string {
  if (offset === 0) return '';
  const headLength = Math.min(offset, HEAD_BYTES);
  return formatProof(headLength, readExactly(fd, 0, headLength), readTail(fd, offset));
}

export function formatProof(headLength: number, head: Uint8Array, tail: Uint8Array): string {
  return `${headLength}.${digest(head)}.${digest(tail)}`;
}

/** True when the bytes before `offset` are still those the proof was made of. */
export function proofHolds(fd: number, offset: number, proof: string): boolean {
  if (offset === 0) return true;
  const headLength = Number(proof.slice(0, proof.indexOf('.')));
  if (!Number.isInteger(headLength) || headLength < 1 || headLength > HEAD_BYTES || headLength > offset) return false;
  return formatProof(headLength, readExactly(fd, 0, headLength), readTail(fd, offset)) === proof;
}

function readTail(fd: number, offset: number): Uint8Array {
  const length = Math.min(offset, TAIL_BYTES);
  return readExactly(fd, offset - length, length);
}

/** Up to `length` bytes at `position`: fewer only at the end of the file. */
function readExactly(fd: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const read = readSync(fd, bytes, got, length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return bytes.subarray(0, got);
}
