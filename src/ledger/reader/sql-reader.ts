import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { EpochMs } from '../../contract/units.ts';
import type { Connection } from '../dialect/dialect.ts';
import type {
  DimensionFilter,
  LedgerReader,
  LedgerStats,
  MachineFacts,
  PeriodSpan,
  PriceClassFacts,
  Problem,
  ProjectFacts,
  SessionCostFacts,
  SessionFacts,
  TurnQuery,
  TurnRow,
  TurnSpan,
  TurnTimes,
  UsageCell,
  UsageQuery,
} from '../ledger.ts';
import type { LedgerDatabase } from '../schema.ts';
import * as facts from './facts.ts';
import { lastActivity } from './last-activity.ts';
import { foldCells, type MergeTargets, sessionOf, turnOf, widenFilter } from './merged-machines.ts';
import { dayScope, quarterScope, type Scope } from './scope.ts';
import * as sessions from './session-queries.ts';
import { streamTurns } from './turn-stream.ts';
import { turnTimes } from './turn-times.ts';
import { usageCells } from './usage-cells.ts';
import { quartersOfData } from './week-hours.ts';

type SpanQuery = Omit<UsageQuery, 'by'>;
const NOTHING_MERGED: MergeTargets = new Map();
const EVERY_ROW = sql`1 = 1`;

/** What a question tells apart in time. */
type Grain = 'hour' | 'day' | 'sum';
const grainOf = (by: UsageQuery['by']): Grain =>
  by.includes('hour') || by.includes('weekhour') || by.includes('quarter')
    ? 'hour'
    : by.includes('day')
      ? 'day'
      : 'sum';

/** LedgerReader in SQL. Holds no state but the connection and the price epochs that money is computed in. */
export abstract class SqlReader implements LedgerReader {
  readonly location: string;
  readonly #db: Kysely<LedgerDatabase>;
  readonly #epochs: readonly number[];

  constructor(connection: Pick<Connection, 'location' | 'query'>, epochs: readonly number[]) {
    this.location = connection.location;
    this.#db = connection.query;
    this.#epochs = epochs;
  }

  abstract revision(): Promise<string>;
  machines(): Promise<readonly MachineFacts[]> {
    return facts.machines(this.#db);
  }
  projects(): Promise<readonly ProjectFacts[]> {
    return facts.projects(this.#db);
  }
  priceClasses(): Promise<readonly PriceClassFacts[]> {
    return facts.priceClasses(this.#db);
  }
  problems(limit: number): Promise<readonly Problem[]> {
    return facts.problems(this.#db, limit);
  }
  stats(): Promise<LedgerStats> {
    return facts.stats(this.#db, this.everyTurn);
  }
  async sessions(ids: readonly number[]): Promise<readonly SessionFacts[]> {
    return this.#counted(await sessions.byIds(this.#db, ids));
  }
  async findSession(uidOrPrefix: string): Promise<SessionFacts | undefined> {
    const found = await sessions.find(this.#db, uidOrPrefix);
    return found && (await this.#counted([found]))[0];
  }
  sessionCosts(session: number): Promise<readonly SessionCostFacts[]> {
    return sessions.costs(this.#db, session);
  }
  searchSessions(text: string): Promise<readonly number[]> {
    return sessions.search(this.#db, text);
  }
  async recentSessions(query: SpanQuery & { limit: number; offset?: number }): Promise<readonly SessionFacts[]> {
    return this.#counted(await sessions.recent(this.#db, await this.#widened(query)));
  }
  async turnTimes(
    spans: readonly TurnSpan[],
    filter: Omit<DimensionFilter, 'weekHours'>,
  ): Promise<readonly (TurnTimes | null)[]> {
    const merged = await facts.mergedMachines(this.#db);
    return turnTimes(this.#db, spans, widenFilter({ filter }, merged).filter, merged);
  }
  async *turns(query: TurnQuery): AsyncGenerator<TurnRow> {
    const merged = await facts.mergedMachines(this.#db);
    for await (const turn of streamTurns(this.#db, widenFilter(query, merged))) yield turnOf(turn, merged);
  }

  async usage(query: UsageQuery): Promise<readonly UsageCell[]> {
    const merged = await facts.mergedMachines(this.#db);
    const bySession = query.by.includes('session') || query.filter.sessions !== undefined;
    const scope = await this.#scope(widenFilter(query, merged), grainOf(query.by), bySession);
    return foldCells(
      await usageCells(this.#db, query.by, scope),
      query.by.includes('machine') ? merged : NOTHING_MERGED,
    );
  }
  async sessionCounts(query: UsageQuery): ReturnType<LedgerReader['sessionCounts']> {
    if (query.by.length === 0 && isUnbounded(query)) return [{ sessions: await facts.sessionCount(this.#db) }];
    const merged = query.by.includes('machine') ? await facts.mergedMachines(this.#db) : NOTHING_MERGED;
    const scope = await this.#scope(await this.#widened(query), grainOf(query.by), true);
    return sessions.counts(this.#db, query.by, scope, merged);
  }
  async sessionCountsBySpan(query: SpanQuery, spans: readonly PeriodSpan[]): Promise<ReadonlyMap<string, number>> {
    if (spans.length === 0) return new Map();
    return sessions.countsBySpan(this.#db, await this.#scope(await this.#widened(query), 'day', true), spans);
  }
  async sessionCountsByModel(query: SpanQuery): Promise<ReadonlyMap<string, number>> {
    return sessions.countsByModel(this.#db, await this.#scope(await this.#widened(query), 'sum', true));
  }
  async lastActivity(by: 'project' | 'machine', query: SpanQuery): Promise<ReadonlyMap<number, EpochMs>> {
    const merged = await facts.mergedMachines(this.#db);
    const wide = widenFilter(query, merged);
    const found = await lastActivity(
      this.#db,
      by,
      wide,
      await this.#scope(wide, 'day', query.filter.sessions !== undefined),
    );
    if (by === 'project' || merged.size === 0) return found;
    const counted = new Map<number, EpochMs>();
    for (const [id, ms] of found) {
      const machine = merged.get(id) ?? id;
      if ((counted.get(machine) ?? 0) < ms) counted.set(machine, ms);
    }
    return counted;
  }
  async close(): Promise<void> {
    await this.#db.destroy();
  }

  async #widened<T extends { readonly filter: DimensionFilter }>(query: T): Promise<T> {
    return query.filter.machines === undefined ? query : widenFilter(query, await facts.mergedMachines(this.#db));
  }
  async #counted(found: readonly SessionFacts[]): Promise<readonly SessionFacts[]> {
    const merged = await facts.mergedMachines(this.#db);
    return merged.size === 0 ? found : found.map((s) => sessionOf(s, merged));
  }

  async #scope(query: SpanQuery, grain: Grain, bySession: boolean): Promise<Scope> {
    const { range, filter } = query;
    const isWhole = grain === 'sum' && range.since === undefined && range.until === undefined;
    const needsHours = grain === 'hour' || filter.weekHours !== undefined;
    const kept = needsHours ? undefined : await this.daysOf(isWhole ? undefined : query.zone);
    if (kept) return dayScope(bySession ? 'session_day' : 'day_slice', query.range, query.filter, kept);
    return quarterScope(query.range, query.zone, query.filter, this.#epochs, await quartersOfData(this.#db));
  }

  /**
   * Which rows of the day tables serve a zone: those kept in it and in today's price epochs. Without a zone, those of any:
   * sums over all days are the same in each. Undefined: none do.
   */
  protected async daysOf(zone: string | undefined): Promise<RawBuilder<unknown> | undefined> {
    const home = await facts.homeCalendar(this.#db);
    return (zone ?? home.zone) === home.zone && home.epochs === JSON.stringify(this.#epochs) ? EVERY_ROW : undefined;
  }
  /** The rows of the day tables that hold every turn once. */
  protected get everyTurn(): RawBuilder<unknown> {
    return EVERY_ROW;
  }
}

function isUnbounded(query: SpanQuery): boolean {
  const { range, filter } = query;
  return range.since === undefined && range.until === undefined && !hasFilter(filter);
}
const hasFilter = (filter: DimensionFilter): boolean => Object.values(filter).some((list) => list !== undefined);
