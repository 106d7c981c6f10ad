import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ContextClass } from '../../contract/usage-event.ts';
import { toEpochMs } from '../../contract/units.ts';
import type { LedgerStats, MachineFacts, PriceClassFacts, Problem, ProblemKind, ProjectFacts } from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';

type Db = Kysely<LedgerDatabase>;

async function meta(db: Db, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('ledger_meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

/** The zone and the price epochs (as JSON) in which the day tables are kept. */
export async function homeCalendar(db: Db): Promise<{ zone: string; epochs: string }> {
  const rows = await db.selectFrom('ledger_meta').selectAll().where('key', 'in', ['home_zone', 'epochs']).execute();
  const value = (key: string): string => rows.find((r) => r.key === key)?.value ?? '';
  return { zone: value('home_zone'), epochs: value('epochs') };
}

/** The machines as a person counts them: one that was merged into another is part of that one. */
export async function machines(db: Db): Promise<MachineFacts[]> {
  const rows = await db.selectFrom('machine').selectAll().orderBy('id').execute();
  const targets = mergeTargets(rows);
  return rows
    .filter((r) => !targets.has(r.id))
    .map((r) => {
      const parts = rows.filter((x) => x.id === r.id || targets.get(x.id) === r.id);
      const former = parts.filter((x) => x.id !== r.id);
      const heard = parts.flatMap((x) => (x.last_heard_ms === null ? [] : [Number(x.last_heard_ms)]));
      return {
        id: r.id,
        uid: r.uid,
        name: r.alias || r.name,
        ownName: r.name,
        member: r.member,
        team: r.team,
        self: parts.some((x) => x.is_self === 1),
        lastHeardMs: heard.length === 0 ? null : toEpochMs(Math.max(...heard)),
        // A shared database knows nothing of what has arrived here.
        missingParts: parts.reduce((sum, x) => sum + Number(x.missing_parts ?? 0), 0),
        retired: r.retired === 1,
        formerUids: former.map((x) => x.uid),
        formerNames: former.map((x) => x.alias || x.name),
      };
    });
}

/** Machine id to the id it counts as, for merged machines only; almost always empty. */
export async function mergedMachines(db: Db): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('machine')
    .select(['id', 'merged_into'])
    .where('merged_into', 'is not', null)
    .execute();
  return mergeTargets(rows);
}

function mergeTargets(rows: readonly { id: number; merged_into: number | null }[]): Map<number, number> {
  const next = new Map(rows.flatMap((r) => (r.merged_into === null ? [] : [[r.id, r.merged_into] as const])));
  return new Map([...next.keys()].map((id) => [id, endOf(id, next)]));
}

/** The last machine of a chain of merges. Chains have no circles: the writer refuses to make one. */
function endOf(id: number, next: ReadonlyMap<number, number>): number {
  const target = next.get(id);
  return target === undefined ? id : endOf(target, next);
}

export async function projects(db: Db): Promise<ProjectFacts[]> {
  return db.selectFrom('project').select(['id', 'key', 'name']).execute();
}

export async function priceClasses(db: Db): Promise<PriceClassFacts[]> {
  const rows = await db.selectFrom('price_class').selectAll().execute();
  return rows.map((r) => ({
    id: r.id,
    model: r.model,
    fast: r.fast === 1,
    batch: r.batch === 1,
    us: r.us === 1,
    context: r.context as ContextClass,
  }));
}

export async function problems(db: Db, limit: number): Promise<Problem[]> {
  const rows = await db.selectFrom('problem').selectAll().orderBy('path').orderBy('read_offset').limit(limit).execute();
  return rows.map((r) => ({
    path: r.path,
    offset: r.read_offset,
    kind: r.kind as ProblemKind,
    detail: r.detail,
    seenMs: toEpochMs(Number(r.seen_ms)),
  }));
}

export async function sessionCount(db: Db): Promise<number> {
  const row = await db
    .selectFrom('session')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('last_ms', 'is not', null)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

interface StatsRow {
  turns: number;
  unfinal: number;
  skipped_lines: number;
  skipped_files: number;
  files: number;
  fast: number;
  slow: number;
  first_ms: number | null;
  last_ms: number | null;
}

/**
 * Figures about the whole ledger. Turns come from the rollup, which the verify command proves equal to a recount; `days`
 * chooses the rows of the day table that hold each turn once.
 */
export async function stats(db: Db, days: RawBuilder<unknown>): Promise<LedgerStats> {
  const { rows } = await sql<StatsRow>`SELECT COALESCE(SUM(turns), 0) AS turns, COALESCE(SUM(unfinal), 0) AS unfinal,
    (SELECT COUNT(*) FROM ${sql.table('problem')} WHERE read_offset IS NOT NULL AND kind <> 'bad-utf8') AS skipped_lines,
    (SELECT COUNT(*) FROM ${sql.table('problem')} WHERE kind IN ('unreadable-file', 'unreadable-folder')) AS skipped_files,
    (SELECT COUNT(*) FROM ${sql.table('file')} WHERE source <> 'shared') AS files,
    (SELECT COALESCE(SUM(fast_lines), 0) FROM ${sql.table('file')}) AS fast,
    (SELECT COALESCE(SUM(slow_lines), 0) FROM ${sql.table('file')}) AS slow,
    (SELECT MIN(ts_ms) FROM ${sql.table('event')}) AS first_ms,
    (SELECT MAX(ts_ms) FROM ${sql.table('event')}) AS last_ms
    FROM ${sql.table('day_slice')} WHERE ${days}`.execute(db);
  const r = rows[0];
  return {
    turns: Number(r?.turns ?? 0),
    sessions: await sessionCount(db),
    unfinalTurns: Number(r?.unfinal ?? 0),
    skippedLines: Number(r?.skipped_lines ?? 0),
    skippedFiles: Number(r?.skipped_files ?? 0),
    legacyTurns: Number((await meta(db, 'legacy_rows')) ?? '0'),
    legacyDuplicates: Number((await meta(db, 'legacy_duplicates')) ?? '0'),
    files: Number(r?.files ?? 0),
    fastLines: Number(r?.fast ?? 0),
    slowLines: Number(r?.slow ?? 0),
    firstMs: r?.first_ms == null ? null : toEpochMs(Number(r.first_ms)),
    lastMs: r?.last_ms == null ? null : toEpochMs(Number(r.last_ms)),
  };
}
