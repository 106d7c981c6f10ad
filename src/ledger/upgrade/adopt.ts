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
   * them, and removes further copies of it. Returns what was removed.
   */
  adopt(row: ResponseRow): readonly Turn[];
}

/** Undefined when the ledger holds no such turn: then a scan pays nothing. */
export function unkeyedTurns(connection: Connection, dimensions: Dimensions): UnkeyedTurns | undefined {
  if (Number(readMeta(connection, 'legacy_unkeyed') ?? '0') === 0) return undefined;
  const known = connection.prepare('SELECT 1 AS known FROM event WHERE key = ?');
  const find = connection.prepare(FIND);
  const rekey = connection.prepare('UPDATE event SET key = ? WHERE id = ?');
  const relink = connection.prepare('UPDATE legacy_link SET event_key = ? WHERE event_key = ?');
  const remove = connection.prepare('DELETE FROM event WHERE id = ?');
  return {
    adopt(row) {
      if ((row.flags & FLAG.rankMask) === RANK.legacy || known.get(row.key)) return [];
      const { model } = dimensions.classFacts(row.classId);
      const [first, ...copies] = find.all(
        row.tsMs,
        row.tsMs + WINDOW_MS,
        row.input,
        row.cacheRead,
        row.cache5m + row.cache1h,
        model,
        row.tsMs,
        row.sessionId,
      );
      if (!first) return [];
      rekey.run(row.key, Number(first.id));
      relink.run(row.key, String(first.key));
      const same = copies.filter((c) => Number(c.ts_ms) === row.tsMs);
      for (const copy of same) remove.run(Number(copy.id));
      return same.map((c) => ({ tsMs: Number(c.ts_ms), sessionId: Number(c.session_id) }));
    },
  };
}

/**
 * The same response: same model, input and cache counts, and the very time of its first line, in whichever session (a
 * fork copies times), or the time of a later line in the same session.
 */
const FIND = `SELECT e.id, e.key, e.ts_ms, e.session_id FROM event e JOIN price_class c ON c.id = e.class_id
  WHERE e.ts_ms BETWEEN ? AND ? AND e.flags & ${FLAG.rankMask} = ${RANK.legacy} AND (e.key GLOB 'legacy:*' OR e.key GLOB 'cowork-*')
  AND e.input = ? AND e.cache_read = ? AND e.cache_5m + e.cache_1h = ? AND c.model = ? AND (e.ts_ms = ? OR e.session_id = ?)
  ORDER BY e.ts_ms, e.id`;
