import { RANK } from '../../contract/usage-event.ts';
import type { Connection } from '../dialect/dialect.ts';
import type { Dimensions } from '../dimensions.ts';
import { readMeta } from '../meta.ts';
import { FLAG } from '../schema.ts';

/** A response streams for no longer than this; the older row bears the time of one of its lines. */
const WINDOW_MS = 5 * 60_000;

/** The part of an event row that tells which response it is. */
export interface ResponseRow extends Turn {
  readonly key: string;
  readonly classId: number;
  readonly flags: number;
  readonly input: number;
  readonly cache5m: number;
  readonly cache1h: number;
  readonly cacheRead: number;
}
interface Turn {
  readonly tsMs: number;
  readonly sessionId: number;
}

/** Turns of an older database that were stored without an id, waiting for the transcript that tells it. */
export interface UnkeyedTurns {
  /**
   * Gives the key of `row` to the older turn that is the same response, so that the merge rule then decides between
   * them, and removes further copies of it; all of them where the key has its turn already. Returns what was removed.
   */
  adopt(row: ResponseRow): readonly Turn[];
}

/** Undefined when the ledger holds no such turn: then a scan pays nothing. */
export function unkeyedTurns(connection: Connection, dimensions: Dimensions): UnkeyedTurns | undefined {
  if (Number(readMeta(connection, 'legacy_unkeyed') ?? '0') === 0) return undefined;
  const known = connection.prepare('SELECT 1 AS known FROM event WHERE key = ?');
  const find = connection.prepare(FIND);
  const rekey = connection.prepare('UPDATE event SET key = ? WHERE id = ?');
  const relink = connection.prepare('UPDATE OR REPLACE legacy_link SET event_key = ? WHERE event_key = ?');
  const settle = connection.prepare(
    `UPDATE ledger_meta SET value = CAST(CAST(value AS INTEGER) - ? AS TEXT) WHERE key = 'legacy_unkeyed'`,
  );
  const remove = connection.prepare('DELETE FROM event WHERE id = ?');
  return {
    adopt(row) {
      if ((row.flags & FLAG.rankMask) === RANK.legacy) return [];
      const alike = [row.input, row.cacheRead, row.cache5m + row.cache1h, dimensions.classFacts(row.classId).model];
      const { tsMs, sessionId } = row;
      const found = find.all(...alike, tsMs, ...alike, sessionId, tsMs, tsMs + WINDOW_MS);
      if (found.length === 0) return [];
      const heir = known.get(row.key) ? undefined : found[0];
      if (heir) rekey.run(row.key, Number(heir.id));
      // Of the others only the very same time is proof enough to remove them.
      const copies = found.filter((c) => c !== heir && Number(c.ts_ms) === tsMs);
      for (const copy of copies) remove.run(Number(copy.id));
      for (const { key } of heir ? [heir] : copies.slice(0, 1)) relink.run(row.key, String(key));
      settle.run(copies.length + (heir ? 1 : 0));
      return copies.map((c) => ({ tsMs: Number(c.ts_ms), sessionId: Number(c.session_id) }));
    },
  };
}

/** Same model, input and cache counts: what every line of a response has in common. */
const ALIKE = `SELECT e.id AS id, e.key AS key, e.ts_ms AS ts_ms, e.session_id AS session_id
  FROM event e JOIN price_class c ON c.id = e.class_id
  WHERE e.flags & ${FLAG.rankMask} = ${RANK.legacy} AND (e.key LIKE 'legacy:%' OR e.key LIKE 'cowork-%')
  AND e.input = ? AND e.cache_read = ? AND e.cache_5m + e.cache_1h = ? AND c.model = ?`;
/**
 * And the very time of its first line, in whichever session (a fork copies times), or the time of a later line in the
 * same session. Two searches, because one with OR would read the whole session for every turn.
 */
const FIND = `${ALIKE} AND e.ts_ms = ?
  UNION ALL ${ALIKE} AND e.session_id = ? AND e.ts_ms > ? AND e.ts_ms <= ? ORDER BY 3, 1`;
