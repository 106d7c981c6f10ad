import type { PriceClass } from '../../src/contract/usage-event.ts';
import { QUARTER_MS, toEpochMs, toLocalDay, type EpochMs } from '../../src/contract/units.ts';
import type {
  DimensionFilter,
  GroupKey,
  LedgerReader,
  LedgerStats,
  MachineFacts,
  PeriodSpan,
  PriceClassFacts,
  ProjectFacts,
  SessionCostFacts,
  SessionFacts,
  TurnQuery,
  TurnRow,
  TurnSpan,
  TurnTimes,
  UsageCell,
  UsageQuery,
} from '../../src/ledger/ledger.ts';
import { machineUid, testProjectOf, type LedgerContents } from './ledger-contents.ts';
import { compare, countTurns, type MemoryTurn } from './memory-turns.ts';
import { localTimeOf } from './naive-zone.ts';

type SpanQuery = Omit<UsageQuery, 'by'>;
type Counted = UsageCell & { session: number };

/** The oracle: a ledger that keeps its turns in an array and answers every question by looking at all of them. */
export class MemoryLedger implements LedgerReader {
  readonly location = 'memory';
  readonly #contents: LedgerContents;
  readonly #turns: TurnRow[];
  readonly #sessions: SessionFacts[];
  readonly #projects: ProjectFacts[];
  readonly #classes: PriceClassFacts[];

  constructor(contents: LedgerContents) {
    const turns = countTurns(contents);
    const sessionIds = idsOf(turns.map((t) => t.owner.sessionId));
    const projectIds = idsOf(turns.map((t) => testProjectOf(t.owner.cwd).key));
    const classIds = idsOf(turns.map((t) => classKey(t.usage)));
    this.#contents = contents;
    this.#turns = turns.map((turn) => ({
      ...turnRowOf(turn),
      machine: rootOf(contents, turn.machine - 1) + 1,
      session: sessionIds.get(turn.owner.sessionId)!,
      project: projectIds.get(testProjectOf(turn.owner.cwd).key)!,
      classId: classIds.get(classKey(turn.usage))!,
    }));
    this.#projects = [...projectIds].map(([key, id]) => ({ id, key, name: key.slice('dir:'.length) }));
    this.#classes = [...classIds].map(([key, id]) => ({ ...(JSON.parse(key) as PriceClass), id }));
    this.#sessions = [...sessionIds].map(([uid, id]) => this.#factsOf(uid, id));
  }

  async revision(): Promise<string> {
    return 'memory';
  }
  async machines(): Promise<MachineFacts[]> {
    const all = this.#contents.machines.map((m, index) => ({ ...m, index, root: rootOf(this.#contents, index) }));
    return all.flatMap(({ index, root, name, alias, member = '', team = '', retired = false }) => {
      if (index !== root) return [];
      const parts = all.filter((m) => m.root === index);
      const former = parts.filter((m) => m.index !== index);
      const heard = parts.flatMap((m) => m.lastHeardMs ?? []);
      return {
        id: index + 1,
        uid: machineUid(index),
        self: parts.some((m) => m.index === 0),
        lastHeardMs: heard.length === 0 ? null : toEpochMs(Math.max(...heard)),
        formerUids: former.map((m) => machineUid(m.index)),
        formerNames: former.map((m) => m.alias || m.name),
        ...{ name: alias || name, ownName: name, member, team, retired },
      };
    });
  }
  async projects(): Promise<ProjectFacts[]> {
    return this.#projects;
  }
  async priceClasses(): Promise<PriceClassFacts[]> {
    return this.#classes;
  }
  async sessions(ids: readonly number[]): Promise<SessionFacts[]> {
    return this.#sessions.filter((s) => ids.includes(s.id));
  }
  async findSession(uidOrPrefix: string): Promise<SessionFacts | undefined> {
    const exact = this.#sessions.find((s) => s.uid === uidOrPrefix);
    const starting = this.#sessions.filter((s) => uidOrPrefix !== '' && s.uid.startsWith(uidOrPrefix));
    return exact ?? (starting.length === 1 ? starting[0] : undefined);
  }
  async sessionCosts(session: number): Promise<SessionCostFacts[]> {
    const uid = this.#sessions.find((s) => s.id === session)?.uid;
    return uid === undefined ? [] : [...(this.#contents.sessionCosts?.[uid] ?? [])];
  }
  async searchSessions(text: string): Promise<number[]> {
    const nameOf = (s: SessionFacts): string => this.#projects.find((p) => p.id === s.projectId)!.name;
    return this.#sessions
      .filter((s) => [s.uid, s.title, s.branch, nameOf(s)].some((t) => t.toLowerCase().includes(text.toLowerCase())))
      .map((s) => s.id);
  }
  async recentSessions(query: SpanQuery & { limit: number; offset?: number }): Promise<SessionFacts[]> {
    const seen = new Set(this.#matching(query).map((t) => t.session));
    const { limit, offset = 0 } = query;
    return this.#sessions
      .filter((s) => seen.has(s.id))
      .sort((a, b) => compare([-a.lastMs, a.uid], [-b.lastMs, b.uid]))
      .slice(offset, offset + limit);
  }

  async usage(query: UsageQuery): Promise<UsageCell[]> {
    const cells = new Map<string, UsageCell>();
    for (const turn of this.#matching(query)) {
      const one = this.#cellOf(turn, query.by, query.zone);
      const { day, hour, weekday, quarter, session, project, machine, side, classId, epoch } = one;
      const key = JSON.stringify([day, hour, weekday, quarter, session, project, machine, side, classId, epoch]);
      const sum = cells.get(key);
      cells.set(key, sum ? addCells(sum, one) : one);
    }
    return [...cells.values()];
  }
  async sessionCounts(query: UsageQuery): ReturnType<LedgerReader['sessionCounts']> {
    const by: UsageQuery = { ...query, by: [...query.by, 'session'] };
    const groups = new Map<string, Set<number>>();
    for (const { day, project, machine, side, session } of (await this.usage(by)) as Counted[]) {
      const key = JSON.stringify({ day, project, machine, side });
      groups.set(key, (groups.get(key) ?? new Set()).add(session));
    }
    return [...groups].map(([key, sessions]) => ({ ...(JSON.parse(key) as object), sessions: sessions.size }));
  }
  async sessionCountsBySpan(query: SpanQuery, spans: readonly PeriodSpan[]): Promise<Map<string, number>> {
    const counts = spans.map(({ key, since, until }) => {
      const within = this.#matching(query).filter((t) => isWithin(dayOf(t, query.zone), { since, until }));
      return [key, new Set(within.map((t) => t.session)).size] as const;
    });
    return new Map(counts);
  }
  async sessionCountsByModel(query: SpanQuery): Promise<Map<string, number>> {
    const sessions = new Map<string, Set<number>>();
    for (const t of this.#matching(query)) sessions.set(t.model, (sessions.get(t.model) ?? new Set()).add(t.session));
    return new Map([...sessions].map(([model, set]) => [model, set.size]));
  }
  async lastActivity(by: 'project' | 'machine', query: SpanQuery): Promise<Map<number, EpochMs>> {
    const last = new Map<number, EpochMs>();
    for (const t of this.#matching(query)) last.set(t[by], t.timestampMs);
    return last;
  }
  async turnTimes(
    spans: readonly TurnSpan[],
    filter: Omit<DimensionFilter, 'weekHours'>,
  ): Promise<(TurnTimes | null)[]> {
    const matching = this.#matching({ range: {}, zone: 'UTC', filter });
    return spans.map(({ lowMs, highMs, session, project, machine }) => {
      const within = matching.filter(
        (t) =>
          t.timestampMs >= lowMs &&
          t.timestampMs < highMs &&
          (session === undefined || t.session === session) &&
          (project === undefined || t.project === project) &&
          (machine === undefined || t.machine === machine),
      );
      const [first, last] = [within[0], within.at(-1)];
      return first && last ? { firstMs: first.timestampMs, lastMs: last.timestampMs } : null;
    });
  }
  async *turns(query: TurnQuery): AsyncIterable<TurnRow> {
    const matching = this.#matching(query);
    yield* query.order === 'desc' ? matching.reverse() : matching;
  }
  async problems(): Promise<never[]> {
    return [];
  }
  async stats(): Promise<LedgerStats> {
    return {
      turns: this.#turns.length,
      sessions: this.#sessions.length,
      unfinalTurns: this.#turns.filter((t) => !t.final).length,
      skippedLines: 0,
      skippedFiles: 0,
      legacyTurns: 0,
      legacyDuplicates: 0,
      files: this.#contents.machines.flatMap((m) => m.files).length,
      firstMs: this.#turns[0]?.timestampMs ?? null,
      lastMs: this.#turns.at(-1)?.timestampMs ?? null,
      fastLines: 0,
      slowLines: 0,
    };
  }
  async close(): Promise<void> {}

  #matching({ range, zone, filter }: SpanQuery): TurnRow[] {
    return this.#turns.filter(
      (t) =>
        isWithin(dayOf(t, zone), range) &&
        isOneOf(filter.machines, t.machine) &&
        isOneOf(filter.projects, t.project) &&
        isOneOf(filter.classes, t.classId) &&
        isOneOf(filter.sessions, t.session) &&
        isOneOf(filter.weekHours, weekHourOf(t, zone)),
    );
  }

  #cellOf(turn: TurnRow, by: readonly GroupKey[], zone: string): UsageCell {
    const { day, hour, weekday } = localTimeOf(zone, turn.timestampMs);
    const { input, output, cache5m, cache1h, cacheRead, classId, webSearches } = turn;
    return {
      ...(by.includes('day') || by.includes('hour') ? { day: toLocalDay(day) } : {}),
      ...(by.includes('hour') || by.includes('weekhour') ? { hour } : {}),
      ...(by.includes('weekhour') ? { weekday } : {}),
      ...(by.includes('quarter') ? { quarter: Math.floor(turn.timestampMs / QUARTER_MS) } : {}),
      ...(by.includes('session') ? { session: turn.session } : {}),
      ...(by.includes('project') ? { project: turn.project } : {}),
      ...(by.includes('machine') ? { machine: turn.machine } : {}),
      ...(by.includes('side') ? { side: turn.side } : {}),
      ...{ input, output, cache5m, cache1h, cacheRead, classId, webSearches },
      epoch: this.#contents.epochs.filter((start) => start <= turn.timestampMs).length,
      turns: 1,
      unfinal: turn.final ? 0 : 1,
    };
  }

  #factsOf(uid: string, id: number): SessionFacts {
    const turns = this.#turns.filter((t) => t.session === id);
    const [first, last] = [turns[0]!, turns.at(-1)!];
    return {
      id,
      uid,
      title: this.#contents.titles[uid] ?? '',
      branch: first.branch,
      projectId: first.project,
      machineId: first.machine,
      firstMs: first.timestampMs,
      lastMs: last.timestampMs,
    };
  }
}

/** Index of the machine as which the one at this index counts. */
function rootOf(contents: LedgerContents, index: number): number {
  const into = contents.machines[index]?.mergedInto;
  return into === undefined ? index : rootOf(contents, into);
}

function turnRowOf(turn: MemoryTurn): Omit<TurnRow, 'session' | 'project' | 'classId'> {
  const { model, fast, batch, us, context, input, output, cache5m, cache1h, cacheRead } = turn.usage;
  return {
    ...{ model, fast, batch, us, context, input, output, cache5m, cache1h, cacheRead },
    key: turn.usage.key,
    timestampMs: toEpochMs(turn.timestampMs),
    machine: turn.machine,
    webSearches: turn.usage.webSearches,
    side: turn.side ? 1 : 0,
    final: turn.usage.final,
    agentId: turn.owner.agentId,
    tools: turn.tools,
    cwd: turn.owner.cwd,
    branch: turn.owner.gitBranch,
    cliVersion: turn.usage.cliVersion,
  };
}

function addCells(a: UsageCell, b: UsageCell): UsageCell {
  return {
    ...a,
    input: a.input + b.input,
    output: a.output + b.output,
    cache5m: a.cache5m + b.cache5m,
    cache1h: a.cache1h + b.cache1h,
    cacheRead: a.cacheRead + b.cacheRead,
    turns: a.turns + b.turns,
    unfinal: a.unfinal + b.unfinal,
    webSearches: a.webSearches + b.webSearches,
  };
}

const weekHourOf = (turn: TurnRow, zone: string): number => {
  const { weekday, hour } = localTimeOf(zone, turn.timestampMs);
  return weekday * 24 + hour;
};
const dayOf = (turn: TurnRow, zone: string): number => localTimeOf(zone, turn.timestampMs).day;
const isWithin = (day: number, range: { since?: number | undefined; until?: number | undefined }): boolean =>
  day >= (range.since ?? -Infinity) && day <= (range.until ?? Infinity);
const isOneOf = (ids: readonly number[] | undefined, id: number): boolean => ids === undefined || ids.includes(id);
const classKey = ({ model, fast, batch, us, context }: PriceClass): string =>
  JSON.stringify({ model, fast, batch, us, context });
const idsOf = (names: readonly string[]): Map<string, number> => new Map([...new Set(names)].map((n, i) => [n, i + 1]));
