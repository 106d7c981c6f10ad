import type { EpochMs } from '../../contract/units.ts';
import type {
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
  UsageCell,
  UsageQuery,
} from '../../ledger/ledger.ts';

type SpanQuery = Omit<UsageQuery, 'by'>;
/** Sessions that a search adds because only this ledger knows the name. */
const SEARCH_LIMIT = 500;

/**
 * The workspace's database as seen from this machine: every figure is the database's, and names are this ledger's where it
 * knows them better, because rules may have kept a title or a branch home. Ids are the database's.
 */
export class SharedView implements LedgerReader {
  readonly location: string;
  readonly #shared: LedgerReader;
  readonly #ledger: LedgerReader;
  /** Local projects by the reference under which the database knows them. */
  readonly #projects: () => Promise<ReadonlyMap<string, { readonly key: string; readonly name: string }>>;

  constructor(
    shared: LedgerReader,
    ledger: LedgerReader,
    projects: () => Promise<ReadonlyMap<string, { readonly key: string; readonly name: string }>>,
  ) {
    this.location = shared.location;
    this.#shared = shared;
    this.#ledger = ledger;
    this.#projects = projects;
  }

  async revision(): Promise<string> {
    const [there, here] = await Promise.all([this.#shared.revision(), this.#ledger.revision()]);
    return `postgres ${there} ${here}`;
  }
  /** Names that a person gave here, and what is retired, hold here. */
  async machines(): Promise<readonly MachineFacts[]> {
    const [there, here] = await Promise.all([this.#shared.machines(), this.#ledger.machines()]);
    const known = new Map(here.map((m) => [m.uid, m]));
    return there.map((m) => {
      const own = known.get(m.uid);
      return own ? { ...m, name: own.name, retired: own.retired } : m;
    });
  }
  async projects(): Promise<readonly ProjectFacts[]> {
    const [there, local] = await Promise.all([this.#shared.projects(), this.#projects()]);
    return there.map((p) => ({ ...p, ...local.get(p.key) }));
  }
  priceClasses(): Promise<readonly PriceClassFacts[]> {
    return this.#shared.priceClasses();
  }
  async sessions(ids: readonly number[]): Promise<readonly SessionFacts[]> {
    return this.#named(await this.#shared.sessions(ids));
  }
  async findSession(uidOrPrefix: string): Promise<SessionFacts | undefined> {
    const found = await this.#shared.findSession(uidOrPrefix);
    return found && (await this.#named([found]))[0];
  }
  async sessionCosts(session: number): Promise<readonly SessionCostFacts[]> {
    const [facts] = await this.#shared.sessions([session]);
    const here = facts && (await this.#ledger.findSession(facts.uid));
    return here ? this.#ledger.sessionCosts(here.id) : [];
  }
  async searchSessions(text: string): Promise<readonly number[]> {
    const [there, here] = await Promise.all([this.#shared.searchSessions(text), this.#ledger.searchSessions(text)]);
    const local = await this.#ledger.sessions(here.slice(0, SEARCH_LIMIT));
    const alsoThere = await Promise.all(local.map((s) => this.#shared.findSession(s.uid)));
    return [...new Set([...there, ...alsoThere.flatMap((s) => s?.id ?? [])])];
  }
  async recentSessions(query: SpanQuery & { limit: number; offset?: number }): Promise<readonly SessionFacts[]> {
    return this.#named(await this.#shared.recentSessions(query));
  }
  usage(query: UsageQuery): Promise<readonly UsageCell[]> {
    return this.#shared.usage(query);
  }
  sessionCounts(query: UsageQuery): ReturnType<LedgerReader['sessionCounts']> {
    return this.#shared.sessionCounts(query);
  }
  sessionCountsBySpan(query: SpanQuery, spans: readonly PeriodSpan[]): Promise<ReadonlyMap<string, number>> {
    return this.#shared.sessionCountsBySpan(query, spans);
  }
  sessionCountsByModel(query: SpanQuery): Promise<ReadonlyMap<string, number>> {
    return this.#shared.sessionCountsByModel(query);
  }
  lastActivity(by: 'project' | 'machine', query: SpanQuery): Promise<ReadonlyMap<number, EpochMs>> {
    return this.#shared.lastActivity(by, query);
  }
  turnTimes(...question: Parameters<LedgerReader['turnTimes']>): ReturnType<LedgerReader['turnTimes']> {
    return this.#shared.turnTimes(...question);
  }
  turns(query: TurnQuery): AsyncIterable<TurnRow> {
    return this.#shared.turns(query);
  }
  /** What could not be read is this machine's to say. */
  problems(limit: number): Promise<readonly Problem[]> {
    return this.#ledger.problems(limit);
  }
  async stats(): Promise<LedgerStats> {
    const [there, here] = await Promise.all([this.#shared.stats(), this.#ledger.stats()]);
    const { turns, sessions, unfinalTurns, firstMs, lastMs } = there;
    return { ...here, turns, sessions, unfinalTurns, firstMs, lastMs };
  }
  close(): Promise<void> {
    return this.#shared.close();
  }

  async #named(found: readonly SessionFacts[]): Promise<readonly SessionFacts[]> {
    return Promise.all(
      found.map(async (facts) => {
        const here = await this.#ledger.findSession(facts.uid);
        return here ? { ...facts, title: here.title || facts.title, branch: here.branch || facts.branch } : facts;
      }),
    );
  }
}
