import { type Kysely, type RawBuilder, sql } from 'kysely';
import { toEpochMs, toLocalDay, toNanoUsd } from '../../contract/units.ts';
import type { LedgerReader, PeriodSpan, SessionCostFacts, SessionFacts, UsageQuery } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';
import { countedMachine, type MergeTargets } from './merged-machines.ts';
import { all, boundsMs, isOneOf, type Scope } from './scope.ts';
import { groupColumns, groupNames } from './usage-cells.ts';
import { turnsInWeekHours } from './week-hours.ts';

type Db = Kysely<LedgerDatabase>;

function selectFacts(db: Db) {
  return db
    .selectFrom('session as s')
    .innerJoin('label as b', 'b.id', 's.branch_id')
    .select(['s.id', 's.uid', 's.title', 'b.text as branch', 's.project_id', 's.machine_id', 's.first_ms', 's.last_ms'])
    .where('s.last_ms', 'is not', null);
}
type FactsRow = Awaited<ReturnType<ReturnType<typeof selectFacts>['execute']>>[number];

function toFacts(r: FactsRow): SessionFacts {
  return {
    id: r.id,
    uid: r.uid,
    title: r.title,
    branch: r.branch,
    projectId: r.project_id,
    machineId: r.machine_id,
    firstMs: toEpochMs(Number(r.first_ms)),
    lastMs: toEpochMs(Number(r.last_ms)),
  };
}

export async function byIds(db: Db, ids: readonly number[]): Promise<SessionFacts[]> {
  if (ids.length === 0) return [];
  const rows = await selectFacts(db).where(isOneOf('s.id', ids)).execute();
  return rows.map(toFacts);
}

export async function find(db: Db, uidOrPrefix: string): Promise<SessionFacts | undefined> {
  const exact = await selectFacts(db).where('s.uid', '=', uidOrPrefix).executeTakeFirst();
  if (exact || uidOrPrefix === '') return exact && toFacts(exact);
  const rows = await selectFacts(db)
    .where('s.uid', '>=', uidOrPrefix)
    .where('s.uid', '<', `${uidOrPrefix}\uffff`)
    .limit(2)
    .execute();
  const only = rows.length === 1 ? rows[0] : undefined;
  return only && toFacts(only);
}

export async function costs(db: Db, session: number): Promise<SessionCostFacts[]> {
  const rows = await db
    .selectFrom('session_cost')
    .selectAll()
    .where('session_id', '=', session)
    .orderBy('start_ms')
    .orderBy('model')
    .execute();
  return rows.map((r) => ({
    startMs: toEpochMs(Number(r.start_ms)),
    model: r.model,
    input: Number(r.input),
    output: Number(r.output),
    cacheCreation: Number(r.cache_creation),
    cacheRead: Number(r.cache_read),
    webSearches: Number(r.web_searches),
    costNano: toNanoUsd(Number(r.cost_nano)),
  }));
}

export async function search(db: Db, text: string): Promise<number[]> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<{
    id: number;
  }>`SELECT s.id FROM ${sql.table('session')} s JOIN ${sql.table('label')} b ON b.id = s.branch_id
    JOIN ${sql.table('project')} p ON p.id = s.project_id
    WHERE LOWER(s.uid || ${'\n'} || s.title || ${'\n'} || b.text || ${'\n'} || p.name) LIKE LOWER(${pattern}) ESCAPE '\\'`.execute(
    db,
  );
  return rows.map((r) => r.id);
}

/** Newest first by last turn; a session counts when one of its turns lies in the range and passes the filter. */
export async function recent(
  db: Db,
  query: Omit<UsageQuery, 'by'> & { limit: number; offset?: number },
): Promise<SessionFacts[]> {
  const { low, high } = boundsMs(query.range, query.zone);
  const { filter } = query;
  const hours = await turnsInWeekHours(db, query);
  const turn: RawBuilder<unknown>[] = [
    sql`e.session_id = s.id`,
    sql`e.ts_ms >= ${low}`,
    sql`e.ts_ms < ${high}`,
    ...hours,
  ];
  if (filter.machines) turn.push(isOneOf('e.machine_id', filter.machines));
  if (filter.classes) turn.push(isOneOf('e.class_id', filter.classes));
  if (filter.projects) turn.push(isOneOf('f.project_id', filter.projects));
  let rows = selectFacts(db)
    .where('s.last_ms', '>=', low)
    .where('s.first_ms', '<', high)
    .where(
      sql<boolean>`EXISTS (SELECT 1 FROM ${sql.table('event')} e JOIN ${sql.table('folder')} f ON f.id = e.folder_id WHERE ${all(turn)})`,
    );
  if (filter.sessions) rows = rows.where(isOneOf('s.id', filter.sessions));
  const found = await rows
    .orderBy('s.last_ms', 'desc')
    .orderBy('s.uid')
    .limit(query.limit)
    .offset(query.offset ?? 0)
    .execute();
  return found.map(toFacts);
}

/** What is counted is made distinct before: Postgres sorts for COUNT(DISTINCT), and hashes for this. */
export async function counts(
  db: Db,
  by: UsageQuery['by'],
  scope: Scope,
  merged: MergeTargets,
): ReturnType<LedgerReader['sessionCounts']> {
  const keys = by.flatMap((key) =>
    key === 'machine' ? [sql`${countedMachine('machine_id', merged)} AS machine`] : groupColumns(key, scope),
  );
  const seen = sql`SELECT DISTINCT ${sql.join([...keys, sql`session_id`])} FROM ${sql.table(scope.table)} WHERE ${scope.where}`;
  const names = by.flatMap(groupNames).map((name) => sql.ref(name));
  const group = names.length === 0 ? sql`` : sql`GROUP BY ${sql.join(names)}`;
  const { rows } = await sql<{ day?: number; project?: number; machine?: number; side?: number; sessions: number }>`
    SELECT ${sql.join([...names, sql`COUNT(*) AS sessions`])} FROM (${seen}) x ${group}`.execute(db);
  return rows.map(({ day, ...r }) => ({
    ...r,
    ...(day === undefined ? {} : { day: toLocalDay(Number(day)) }),
    sessions: Number(r.sessions),
  }));
}

export async function countsBySpan(db: Db, scope: Scope, spans: readonly PeriodSpan[]): Promise<Map<string, number>> {
  const values = spans.map(
    (s, i) => sql`(CAST(${i} AS INTEGER), CAST(${s.since} AS INTEGER), CAST(${s.until} AS INTEGER))`,
  );
  const { rows } = await sql<{ i: number; sessions: number }>`WITH span (i, low, high) AS (VALUES ${sql.join(values)}),
    seen AS (SELECT DISTINCT ${scope.day} AS day, session_id FROM ${sql.table(scope.table)} WHERE ${scope.where}),
    hit AS (SELECT DISTINCT span.i AS i, seen.day AS day FROM (SELECT DISTINCT day FROM seen) seen
      JOIN span ON seen.day >= span.low AND seen.day <= span.high)
    SELECT i, COUNT(*) AS sessions FROM (SELECT DISTINCT hit.i AS i, seen.session_id FROM seen JOIN hit ON hit.day = seen.day) x
    GROUP BY i`.execute(db);
  const found = new Map(rows.map((r) => [Number(r.i), Number(r.sessions)]));
  return new Map(spans.map((s, i) => [s.key, found.get(i) ?? 0]));
}

/** Classes of one model count as the least of them, so that what is made distinct are numbers. */
export async function countsByModel(db: Db, scope: Scope): Promise<Map<string, number>> {
  const { rows } = await sql<{ model: string; sessions: number }>`SELECT p.model AS model, COUNT(*) AS sessions
    FROM (SELECT DISTINCT same.least AS least, session_id FROM ${sql.table(scope.table)}
      JOIN (SELECT c.id AS id, MIN(o.id) AS least FROM ${sql.table('price_class')} c
        JOIN ${sql.table('price_class')} o ON o.model = c.model GROUP BY c.id) same ON same.id = class_id
      WHERE ${scope.where}) x
    JOIN ${sql.table('price_class')} p ON p.id = x.least GROUP BY p.model`.execute(db);
  return new Map(rows.map((r) => [r.model, Number(r.sessions)]));
}
