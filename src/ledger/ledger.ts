/**
 * The ledger in domain verbs. Reports see a LedgerReader and nothing else; only `write` yields a LedgerWriter.
 * Dimension ids (session, project, machine, class) are small integers of this ledger and never leave it:
 * what users see are the uids and names of the `*Facts`.
 */
import type { ProblemKind } from '../contract/problem.ts';
import type { PriceClass, Tokens, UsageEvent } from '../contract/usage-event.ts';
import type { EpochMs, LocalDay, NanoUsd } from '../contract/units.ts';

export interface MachineFacts {
  readonly id: number;
  /** 32 hex digits, stable for the life of the installation. */
  readonly uid: string;
  readonly name: string;
  /** What it calls itself: another than `name` once somebody here has renamed it. */
  readonly ownName: string;
  readonly member: string;
  readonly team: string;
  readonly self: boolean;
  /** Last time this machine's data reached the ledger; null = never. */
  readonly lastHeardMs: EpochMs | null;
  /** Parts of what it has shared that are not here yet; absent: none. */
  readonly missingParts?: number;
  /** Out of use: its figures stay, its silence is no news. */
  readonly retired: boolean;
  /** Uids of former installations of the same machine, whose figures count as this one's. */
  readonly formerUids: readonly string[];
  /** Their names, in the same order. */
  readonly formerNames: readonly string[];
}
export interface ProjectFacts {
  readonly id: number;
  /** Stable text identity, the same on every machine. */
  readonly key: string;
  /** Last two path components, as users of the older dashboards know it. */
  readonly name: string;
}
export interface PriceClassFacts extends PriceClass {
  readonly id: number;
}
export interface SessionFacts {
  readonly id: number;
  readonly uid: string;
  readonly title: string;
  readonly branch: string;
  readonly projectId: number;
  readonly machineId: number;
  readonly firstMs: EpochMs;
  readonly lastMs: EpochMs;
}

/**
 * What Claude Code itself said that one run of a session used of one model, side calls included that no line holds.
 * Cumulative within the run (transcripts.md 2.5).
 */
export interface SessionCostFacts {
  /** Start of the run. */
  readonly startMs: EpochMs;
  /** As the record wrote it: `claude-opus-5[1m]` is another name than `claude-opus-5`. */
  readonly model: string;
  readonly input: number;
  readonly output: number;
  /** Writes of either length. */
  readonly cacheCreation: number;
  readonly cacheRead: number;
  readonly webSearches: number;
  readonly costNano: NanoUsd;
}

/** Inclusive local days; undefined = unbounded. */
export interface DayRange {
  readonly since?: LocalDay | undefined;
  readonly until?: LocalDay | undefined;
}
/** Dimension ids and hours; an undefined list means "any", an empty list means "none". */
export interface DimensionFilter {
  readonly machines?: readonly number[] | undefined;
  readonly projects?: readonly number[] | undefined;
  readonly classes?: readonly number[] | undefined;
  readonly sessions?: readonly number[] | undefined;
  /** Hours of the week on the clock of the question's zone: weekday (0 = Monday) * 24 + hour. */
  readonly weekHours?: readonly number[] | undefined;
}
/**
 * `day` local day · `hour` local day × hour 0-23 · `weekhour` weekday (0 = Monday) × hour ·
 * `quarter` quarter hour of UTC, whatever the zone · `side` 0 main chain, 1 sub-agent.
 */
export type GroupKey = 'day' | 'hour' | 'weekhour' | 'quarter' | 'session' | 'project' | 'machine' | 'side';

export interface UsageQuery {
  readonly by: readonly GroupKey[];
  readonly range: DayRange;
  /** IANA zone in which days and hours are meant. */
  readonly zone: string;
  readonly filter: DimensionFilter;
}
/** Sums of one group, one price class and one price epoch: all that money needs. */
export interface UsageCell extends Tokens {
  readonly day?: LocalDay;
  /** 0-23, with `hour` and `weekhour`. */
  readonly hour?: number;
  /** 0 = Monday, with `weekhour`. */
  readonly weekday?: number;
  /** Quarter hours since 1970-01-01T00:00Z. */
  readonly quarter?: number;
  readonly session?: number;
  readonly project?: number;
  readonly machine?: number;
  readonly side?: number;
  readonly classId: number;
  /** Index into the price table's epochs (see pricing/price-table.ts). */
  readonly epoch: number;
  readonly turns: number;
  /** Turns of these whose output count never became final. */
  readonly unfinal: number;
  readonly webSearches: number;
}
export interface PeriodSpan {
  /** Caller's label, given back. */
  readonly key: string;
  readonly since: LocalDay;
  readonly until: LocalDay;
}
/** A stretch of time [lowMs, highMs); of one session, project or machine alone where it names one. */
export interface TurnSpan {
  readonly lowMs: number;
  readonly highMs: number;
  readonly session?: number;
  readonly project?: number;
  readonly machine?: number;
}
export interface TurnTimes {
  readonly firstMs: EpochMs;
  readonly lastMs: EpochMs;
}
export interface TurnRow extends Tokens, PriceClass {
  readonly key: string;
  readonly timestampMs: EpochMs;
  readonly session: number;
  readonly project: number;
  readonly machine: number;
  readonly classId: number;
  readonly webSearches: number;
  readonly side: number;
  readonly final: boolean;
  readonly agentId: string;
  /** Names of the tools the turn called, comma separated, sorted. */
  readonly tools: string;
  readonly cwd: string;
  readonly branch: string;
  readonly cliVersion: string;
}
export interface TurnQuery {
  readonly range: DayRange;
  readonly zone: string;
  readonly filter: DimensionFilter;
  readonly order?: 'asc' | 'desc';
}
/** Something that could not be read. `count` occurrences of one kind at one place. */
export interface Problem {
  readonly path: string;
  /** Byte offset in the file; null for whole files and folders. */
  readonly offset: number | null;
  readonly kind: ProblemKind;
  readonly detail: string;
  readonly seenMs: EpochMs;
}
export type { ProblemKind };
export interface LedgerStats {
  readonly turns: number;
  readonly sessions: number;
  readonly unfinalTurns: number;
  readonly skippedLines: number;
  readonly skippedFiles: number;
  readonly legacyTurns: number;
  readonly legacyDuplicates: number;
  readonly files: number;
  readonly firstMs: EpochMs | null;
  readonly lastMs: EpochMs | null;
  /** Lines of assistant records by the way they were parsed. */
  readonly fastLines: number;
  readonly slowLines: number;
}

export interface LedgerReader {
  /** Path or redacted DSN, for messages. */
  readonly location: string;
  /** Changes whenever anything a report shows may have changed, in whichever process. Cheap. */
  revision(): Promise<string>;
  machines(): Promise<readonly MachineFacts[]>;
  projects(): Promise<readonly ProjectFacts[]>;
  priceClasses(): Promise<readonly PriceClassFacts[]>;
  /** Facts of the given sessions; unknown ids are left out. */
  sessions(ids: readonly number[]): Promise<readonly SessionFacts[]>;
  /** The session with this uid, or whose uid starts with it when that is unambiguous. */
  findSession(uidOrPrefix: string): Promise<SessionFacts | undefined>;
  /** What Claude Code said the session used, by run, then model. Empty where it said nothing. */
  sessionCosts(session: number): Promise<readonly SessionCostFacts[]>;
  /** Ids of sessions whose uid, title, branch or project contains the text, case-insensitively. */
  searchSessions(text: string): Promise<readonly number[]>;
  /** The last active sessions that have a turn in range, newest first. */
  recentSessions(query: Omit<UsageQuery, 'by'> & { limit: number; offset?: number }): Promise<readonly SessionFacts[]>;
  /** Sums, always split by price class and epoch. Unordered. */
  usage(query: UsageQuery): Promise<readonly UsageCell[]>;
  /** Distinct sessions with a turn in range, per group. `by` takes day, project, machine, side or nothing. */
  sessionCounts(
    query: UsageQuery,
  ): Promise<readonly (Pick<UsageCell, 'day' | 'project' | 'machine' | 'side'> & { sessions: number })[]>;
  /** Distinct sessions within each span (weeks, months: a session over two days counts once). */
  sessionCountsBySpan(
    query: Omit<UsageQuery, 'by'>,
    spans: readonly PeriodSpan[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Distinct sessions per model id. */
  sessionCountsByModel(query: Omit<UsageQuery, 'by'>): Promise<ReadonlyMap<string, number>>;
  /** Last turn per project or machine within the range. */
  lastActivity(by: 'project' | 'machine', query: Omit<UsageQuery, 'by'>): Promise<ReadonlyMap<number, EpochMs>>;
  /**
   * First and last turn within each span, in the order of the spans; null where there is none. Either all name a session
   * or none does. Hours of the week are no part of the filter: the rollup tells which quarter hours to ask about.
   */
  turnTimes(
    spans: readonly TurnSpan[],
    filter: Omit<DimensionFilter, 'weekHours'>,
  ): Promise<readonly (TurnTimes | null)[]>;
  /** Turns one by one, by time. Streams: a caller may stop early. */
  turns(query: TurnQuery): AsyncIterable<TurnRow>;
  problems(limit: number): Promise<readonly Problem[]>;
  stats(): Promise<LedgerStats>;
  close(): Promise<void>;
}
export type { UsageEvent };
