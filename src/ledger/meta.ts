import type { Connection } from './dialect/dialect.ts';

/** Newest format this version writes. A ledger with a higher one is refused untouched. */
export const LEDGER_FORMAT = 1;

export type MetaKey =
  | 'format'
  | 'revision'
  | 'home_zone'
  | 'epochs'
  | 'legacy_duplicates'
  | 'legacy_rows'
  | 'legacy_unkeyed'
  /** `on` once this ledger's turns are shared: own copies that change are then remembered as dirty. */
  | 'sharing';

export function readMeta(connection: Connection, key: MetaKey): string | undefined {
  const row = connection.prepare('SELECT value FROM ledger_meta WHERE key = ?').get(key);
  return row ? String(row.value) : undefined;
}

export function writeMeta(connection: Connection, key: MetaKey, value: string): void {
  connection
    .prepare(
      'INSERT INTO ledger_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, value);
}

/** Every committed change moves the revision, so that caches and pages know. */
export function bumpRevision(connection: Connection): void {
  writeMeta(connection, 'revision', String(Number(readMeta(connection, 'revision') ?? '0') + 1));
}
