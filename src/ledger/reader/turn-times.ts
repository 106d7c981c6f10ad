import { type Kysely, type RawBuilder, sql } from 'kysely';
import { toEpochMs } from '../../contract/units.ts';
import type { DimensionFilter, TurnSpan, TurnTimes } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';
import { countedMachine, type MergeTargets } from './merged-machines.ts';
import { all, isOneOf } from './scope.ts';

type Db = Kysely<LedgerDatabase>;

/** Spans of one statement: its text stays below a hundred kilobytes. */
const MOST_SPANS = 1000;

/** First and last turn of each span: a step into an index by time from either end. `merged`: what the filter was widened by. */
export async function turnTimes(
  db: Db,
  spans: readonly TurnSpan[],
  filter: Omit<DimensionFilter, 'weekHours'>,
  merged: MergeTargets,
): Promise<(TurnTimes | null)[]> {
  const found: (TurnTimes | null)[] = spans.map(() => null);
  for (let from = 0; from < spans.length; from += MOST_SPANS) {
    const part = spans.slice(from, from + MOST_SPANS);
    for (const { i, first, last } of await timesOf(db, part, conditionsOf(part, filter, merged))) {
      if (first === null || last === null) continue;
      found[from + Number(i)] = { firstMs: toEpochMs(Number(first)), lastMs: toEpochMs(Number(last)) };
    }
  }
  return found;
}

/** What a turn must fulfil besides its time, and whether that is also asked of its folder. */
interface Conditions {
  readonly parts: readonly RawBuilder<unknown>[];
  readonly ofFolder: boolean;
}

function conditionsOf(
  spans: readonly TurnSpan[],
  filter: Omit<DimensionFilter, 'weekHours'>,
  merged: MergeTargets,
): Conditions {
  const parts: RawBuilder<unknown>[] = [];
  if (filter.machines) parts.push(isOneOf('e.machine_id', filter.machines));
  if (filter.classes) parts.push(isOneOf('e.class_id', filter.classes));
  if (filter.sessions) parts.push(isOneOf('e.session_id', filter.sessions));
  if (spans[0]?.session !== undefined) parts.push(sql`e.session_id = span.session`);
  if (spans.some((s) => s.machine !== undefined)) {
    parts.push(sql`(span.machine < 0 OR span.machine = ${countedMachine('e.machine_id', merged)})`);
  }
  const byProject = spans.some((s) => s.project !== undefined);
  if (!byProject && !filter.projects) return { parts, ofFolder: false };
  parts.push(sql`f.id = e.folder_id`);
  if (byProject) parts.push(sql`(span.project < 0 OR span.project = f.project_id)`);
  if (filter.projects) parts.push(isOneOf('f.project_id', filter.projects));
  return { parts, ofFolder: true };
}

async function timesOf(
  db: Db,
  spans: readonly TurnSpan[],
  { parts, ofFolder }: Conditions,
): Promise<readonly { i: number; first: number | null; last: number | null }[]> {
  // Ids and times are this ledger's own numbers; no id is negative.
  const values = spans.map(
    (s, i) => `(${i}, ${s.lowMs}, ${s.highMs}, ${s.session ?? -1}, ${s.project ?? -1}, ${s.machine ?? -1})`,
  );
  const folder = ofFolder ? sql`CROSS JOIN ${sql.table('folder')} f` : sql``;
  const end = (direction: 'ASC' | 'DESC'): RawBuilder<number> => sql<number>`(SELECT e.ts_ms
    FROM ${sql.table('event')} e ${folder}
    WHERE ${all([sql`e.ts_ms >= span.low AND e.ts_ms < span.high`, ...parts])}
    ORDER BY e.ts_ms ${sql.raw(direction)} LIMIT 1)`;
  const { rows } = await sql<{ i: number; first: number | null; last: number | null }>`
    WITH span (i, low, high, session, project, machine) AS (VALUES ${sql.raw(values.join(', '))})
    SELECT span.i AS i, ${end('ASC')} AS first, ${end('DESC')} AS last FROM span`.execute(db);
  return rows;
}
