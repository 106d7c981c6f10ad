import { type EpochMs, QUARTER_MS, toEpochMs } from '../../contract/units.ts';
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
import { Rollup } from './rollup.ts';
import type { RollupColumns } from './rollup-columns.ts';
import type { CostKey } from './same-cost.ts';

type SpanQuery = Omit<UsageQuery, 'by'>;
type Counts = Awaited<ReturnType<LedgerReader['sessionCounts']>>;

/** Answers kept for one revision of the ledger; beyond it the oldest go. */
const MAX_ANSWERS = 500;

/**
 * A reader for a program that asks again and again while the ledger seldom changes. Sums and counts come from the rollup
 * in memory once `adopt` was given one of the current revision; every other answer is asked for once a revision.
 * Whatever it cannot answer it asks the ledger. A new revision is noticed by `revision()`, and forgets everything.
 */
export class RememberingReader implements LedgerReader {
  readonly location: string;
  readonly #ledger: LedgerReader;
  readonly #onStale: () => void;
  readonly #costKey: CostKey | undefined;
  readonly #answers = new Map<string, Promise<unknown>>();
  /** Of this revision, by id. */
  #sessions = new Map<number, SessionFacts>();
  #revision = '';
  #rollup: Rollup | undefined;

  /**
   * `onStale` is called when there is no rollup of the current revision: somebody should make one and `adopt` it. With a
   * `costKey` cells of classes and epochs that cost the same become one, which names any of them.
   */
  constructor(ledger: LedgerReader, onStale: () => void, costKey?: CostKey) {
    this.location = ledger.location;
    this.#ledger = ledger;
    this.#onStale = onStale;
    this.#costKey = costKey;
  }

  /** Takes a rollup over. It is used as long as the ledger has its revision. */
  adopt(columns: RollupColumns): void {
    this.#rollup = new Rollup(columns, this.#costKey);
  }

  async revision(): Promise<string> {
    const revision = await this.#ledger.revision();
    if (revision !== this.#revision) {
      this.#revision = revision;
      this.#answers.clear();
      this.#sessions = new Map();
    }
    if (this.#rollup?.revision !== revision) this.#onStale();
    return revision;
  }

  machines(): Promise<readonly MachineFacts[]> {
    return this.#once('machines', [], () => this.#ledger.machines());
  }
  projects(): Promise<readonly ProjectFacts[]> {
    return this.#once('projects', [], () => this.#ledger.projects());
  }
  priceClasses(): Promise<readonly PriceClassFacts[]> {
    return this.#once('priceClasses', [], () => this.#ledger.priceClasses());
  }
  stats(): Promise<LedgerStats> {
    return this.#once('stats', [], () => this.#ledger.stats());
  }
  /** In the order of the ids. */
  async sessions(ids: readonly number[]): Promise<readonly SessionFacts[]> {
    const known = this.#sessions;
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) for (const facts of await this.#ledger.sessions(unknown)) known.set(facts.id, facts);
    return ids.flatMap((id) => known.get(id) ?? []);
  }
  findSession(uidOrPrefix: string): Promise<SessionFacts | undefined> {
    return this.#ledger.findSession(uidOrPrefix);
  }
  sessionCosts(session: number): Promise<readonly SessionCostFacts[]> {
    return this.#ledger.sessionCosts(session);
  }
  searchSessions(text: string): Promise<readonly number[]> {
    return this.#once('searchSessions', text, () => this.#ledger.searchSessions(text));
  }
  async recentSessions(query: SpanQuery & { limit: number; offset?: number }): Promise<readonly SessionFacts[]> {
    const ids = this.#current()?.recentSessions(query);
    return ids ? this.sessions(ids) : this.#once('recentSessions', query, () => this.#ledger.recentSessions(query));
  }
  async lastActivity(by: 'project' | 'machine', query: SpanQuery): Promise<ReadonlyMap<number, EpochMs>> {
    const turns = this.#current()?.lastTurns(by, query);
    if (!turns) return this.#once('lastActivity', [by, query], () => this.#ledger.lastActivity(by, query));
    const unsure = turns.filter((turn) => turn.lastMs === undefined);
    const spans = unsure.map(({ id, quarter, session }) => ({
      lowMs: quarter * QUARTER_MS,
      highMs: (quarter + 1) * QUARTER_MS,
      session,
      [by]: id,
    }));
    const { weekHours: _, ...filter } = query.filter;
    const times = spans.length === 0 ? [] : await this.turnTimes(spans, filter);
    const last = new Map<number, EpochMs>();
    const add = (id: number, ms: number | undefined): void => {
      if (ms !== undefined && ms > (last.get(id) ?? -Infinity)) last.set(id, toEpochMs(ms));
    };
    for (const { id, lastMs } of turns) add(id, lastMs);
    for (const [i, { id }] of unsure.entries()) add(id, times[i]?.lastMs);
    return last;
  }
  turnTimes(
    spans: readonly TurnSpan[],
    filter: Omit<DimensionFilter, 'weekHours'>,
  ): Promise<readonly (TurnTimes | null)[]> {
    return this.#once('turnTimes', [spans, filter], () => this.#ledger.turnTimes(spans, filter));
  }

  async usage(query: UsageQuery): Promise<readonly UsageCell[]> {
    return this.#current()?.usage(query) ?? this.#once('usage', query, () => this.#ledger.usage(query));
  }
  async sessionCounts(query: UsageQuery): Promise<Counts> {
    const counted = this.#current()?.sessionCounts(query);
    return counted ?? this.#once('sessionCounts', query, () => this.#ledger.sessionCounts(query));
  }
  async sessionCountsBySpan(query: SpanQuery, spans: readonly PeriodSpan[]): Promise<ReadonlyMap<string, number>> {
    const counted = this.#current()?.sessionCountsBySpan(query, spans);
    const ask = (): Promise<ReadonlyMap<string, number>> => this.#ledger.sessionCountsBySpan(query, spans);
    return counted ?? this.#once('sessionCountsBySpan', [query, spans], ask);
  }
  async sessionCountsByModel(query: SpanQuery): Promise<ReadonlyMap<string, number>> {
    const classes = await this.priceClasses();
    const counted = this.#current()?.sessionCountsByModel(query, new Map(classes.map((c) => [c.id, c.model])));
    return counted ?? this.#once('sessionCountsByModel', query, () => this.#ledger.sessionCountsByModel(query));
  }

  turns(query: TurnQuery): AsyncIterable<TurnRow> {
    return this.#ledger.turns(query);
  }
  problems(limit: number): Promise<readonly Problem[]> {
    return this.#ledger.problems(limit);
  }
  close(): Promise<void> {
    return this.#ledger.close();
  }

  #current(): Rollup | undefined {
    return this.#rollup?.revision === this.#revision ? this.#rollup : undefined;
  }

  /** The answer to a question of this revision, asked for once. A failure is not kept. */
  #once<T>(verb: string, question: unknown, ask: () => Promise<T>): Promise<T> {
    const key = `${verb} ${JSON.stringify(question)}`;
    const known = this.#answers.get(key) as Promise<T> | undefined;
    if (known) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.get(key) === answer && this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
