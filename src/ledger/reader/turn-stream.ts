import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ContextClass } from '../../contract/usage-event.ts';
import { toEpochMs } from '../../contract/units.ts';
import type { TurnQuery, TurnRow } from '../ledger.ts';
import { FLAG, type LedgerDatabase } from '../schema.ts';
import { all, boundsMs, isOneOf } from './scope.ts';
import { turnsInWeekHours } from './week-hours.ts';

type Db = Kysely<LedgerDatabase>;
const PAGE = 2_000;

/**
 * Turns by time, then key. Pages by the last (time, key) seen, so that the reader holds no cursor open and a writer may
 * commit between two pages.
 */
export async function* streamTurns(db: Db, query: TurnQuery): AsyncGenerator<TurnRow> {
  const descending = query.order === 'desc';
  const bounds = boundsMs(query.range, query.zone);
  const hours = await turnsInWeekHours(db, query);
  let after: { ms: number; key: string } | undefined;
  for (;;) {
    const rows = await page(db, query, bounds, hours, after, descending);
    for (const row of rows) yield toTurn(row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { ms: last.ts_ms, key: last.key };
  }
}

type TurnSql = Awaited<ReturnType<typeof page>>[number];

async function page(
  db: Db,
  query: TurnQuery,
  bounds: { low: number; high: number },
  hours: readonly RawBuilder<boolean>[],
  after: { ms: number; key: string } | undefined,
  desc: boolean,
) {
  const { filter } = query;
  // The index on time is entered where the last page ended: a comparison of pairs alone would walk it from its start.
  const low = after && !desc ? after.ms : bounds.low;
  const high = after && desc ? after.ms + 1 : bounds.high;
  const parts: RawBuilder<unknown>[] = [sql`e.ts_ms >= ${low}`, sql`e.ts_ms < ${high}`, ...hours];
  if (after)
    parts.push(
      desc ? sql`(e.ts_ms, e.key) < (${after.ms}, ${after.key})` : sql`(e.ts_ms, e.key) > (${after.ms}, ${after.key})`,
    );
  if (filter.machines) parts.push(isOneOf('e.machine_id', filter.machines));
  if (filter.classes) parts.push(isOneOf('e.class_id', filter.classes));
  if (filter.sessions) parts.push(isOneOf('e.session_id', filter.sessions));
  if (filter.projects) parts.push(isOneOf('f.project_id', filter.projects));
  return db
    .selectFrom('event as e')
    .innerJoin('folder as f', 'f.id', 'e.folder_id')
    .innerJoin('price_class as c', 'c.id', 'e.class_id')
    .innerJoin('label as t', 't.id', 'e.tools_id')
    .innerJoin('label as a', 'a.id', 'e.agent_id')
    .innerJoin('label as b', 'b.id', 'e.branch_id')
    .innerJoin('label as v', 'v.id', 'e.version_id')
    .select([
      'e.key',
      'e.ts_ms',
      'e.session_id',
      'e.machine_id',
      'e.class_id',
      'e.flags',
      'e.input',
      'e.output',
      'e.cache_5m',
      'e.cache_1h',
      'e.cache_read',
      'e.web_searches',
      'f.project_id',
      'f.path as cwd',
      'c.model',
      'c.fast',
      'c.batch',
      'c.us',
      'c.context',
      't.text as tools',
      'a.text as agent',
      'b.text as branch',
      'v.text as version',
    ])
    .where(sql<boolean>`${all(parts)}`)
    .orderBy('e.ts_ms', desc ? 'desc' : 'asc')
    .orderBy('e.key', desc ? 'desc' : 'asc')
    .limit(PAGE)
    .execute();
}

function toTurn(r: TurnSql): TurnRow {
  return {
    key: r.key,
    timestampMs: toEpochMs(Number(r.ts_ms)),
    session: r.session_id,
    project: r.project_id,
    machine: r.machine_id,
    classId: r.class_id,
    model: r.model,
    fast: r.fast === 1,
    batch: r.batch === 1,
    us: r.us === 1,
    context: r.context as ContextClass,
    input: Number(r.input),
    output: Number(r.output),
    cache5m: Number(r.cache_5m),
    cache1h: Number(r.cache_1h),
    cacheRead: Number(r.cache_read),
    webSearches: Number(r.web_searches),
    side: r.flags & FLAG.side ? 1 : 0,
    final: (r.flags & FLAG.final) !== 0,
    agentId: r.agent,
    tools: r.tools,
    cwd: r.cwd,
    branch: r.branch,
    cliVersion: r.version,
  };
}
