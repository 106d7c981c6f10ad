/** Bounds on everything that comes from another machine, checked before it is read further. */
export const LIMITS = {
  /** Bytes of a segment as it lies in the folder. */
  packedBytes: 16 * 1024 * 1024,
  /** Bytes of a segment unpacked: a bomb stops here. */
  unpackedBytes: 64 * 1024 * 1024,
  lineBytes: 4096,
  rows: 50_000,
  /** Bytes of a card, a manifest or a sign of life. */
  documentBytes: 4 * 1024 * 1024,
  nameLength: 200,
  count: 1e12,
} as const;

/** Turns outside these years are damage. */
export const EARLIEST_MS = Date.UTC(2000, 0, 1);
export const LATEST_MS = Date.UTC(2100, 0, 1);
