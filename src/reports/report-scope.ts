import { UsageError } from '../contract/errors.ts';
import type { FilterInput, RangeName } from '../contract/filters.ts';
import type { LocalDay } from '../contract/units.ts';
import { isZone, localDayOf } from '../lib/zone.ts';
import type {
  DayRange,
  DimensionFilter,
  GroupKey,
  LedgerReader,
  LedgerStats,
  MachineFacts,
  PriceClassFacts,
  ProjectFacts,
  UsageCell,
  UsageQuery,
} from '../ledger/ledger.ts';
import type { WeekStart } from './calendar.ts';
import { modelNameOf } from './class-prices.ts';
import { UsageFold } from './fold.ts';
import type { ReportContext } from './report-context.ts';
import { resolveClasses, resolveMachines, resolveProjects, resolveWeekHours } from './resolve-names.ts';
import { resolveRange } from './resolve-range.ts';

/** What one report is about: the range and the filters in the ledger's own terms, and how to ask for it. */
export class ReportScope {
  readonly context: ReportContext;
  readonly reader: LedgerReader;
  readonly zone: string;
  readonly weekStart: WeekStart;
  readonly today: LocalDay;
  readonly rangeName: RangeName;
  readonly range: DayRange;
  readonly filter: DimensionFilter;
  readonly machines: readonly MachineFacts[];
  readonly #shared: SharedFacts;

  constructor(context: ReportContext, parts: ScopeParts) {
    this.context = context;
    this.reader = context.reader;
    this.zone = parts.zone;
    this.weekStart = parts.weekStart;
    this.today = parts.today;
    this.rangeName = parts.rangeName;
    this.range = parts.range;
    this.filter = parts.filter;
    this.machines = parts.machines;
    this.#shared = parts.shared;
  }

  get classes(): readonly PriceClassFacts[] {
    return this.#shared.classes;
  }

  /** Figures about the whole ledger, read once per report. */
  stats(): Promise<LedgerStats> {
    return (this.#shared.stats ??= this.reader.stats());
  }

  /** Every project of the ledger, read once per report, and after the cells that name them. */
  projects(): Promise<readonly ProjectFacts[]> {
    return (this.#shared.projects ??= this.reader.projects());
  }

  /** The query without grouping. */
  get query(): Omit<UsageQuery, 'by'> {
    return { range: this.range, zone: this.zone, filter: this.filter };
  }

  /** The same scope over other days. */
  over(range: DayRange): ReportScope {
    return new ReportScope(this.context, { ...this.parts(), rangeName: 'custom', range });
  }

  /** The same scope narrowed to some sessions. */
  within(sessions: readonly number[]): ReportScope {
    return new ReportScope(this.context, { ...this.parts(), filter: { ...this.filter, sessions } });
  }

  /** The same scope narrowed to those of some machines that its filters let pass. */
  onMachines(ids: readonly number[]): ReportScope {
    const { machines } = this.filter;
    const kept = machines === undefined ? ids : ids.filter((id) => machines.includes(id));
    return new ReportScope(this.context, { ...this.parts(), filter: { ...this.filter, machines: kept } });
  }

  /** The same scope narrowed to those of some projects that its filters let pass. */
  onProjects(ids: readonly number[]): ReportScope {
    const { projects } = this.filter;
    const kept = projects === undefined ? ids : ids.filter((id) => projects.includes(id));
    return new ReportScope(this.context, { ...this.parts(), filter: { ...this.filter, projects: kept } });
  }

  /** Cells of the scope. Every class they name is in `classes`, also one that a scan has just added. */
  async cells(by: readonly GroupKey[]): Promise<readonly UsageCell[]> {
    const cells = await this.reader.usage({ ...this.query, by });
    const known: boolean[] = [];
    for (const { id } of this.classes) known[id] = true;
    if (cells.some((cell) => known[cell.classId] !== true)) {
      // A reader that remembers answers of a revision learns here that the ledger has another one.
      await this.reader.revision();
      this.#shared.classes = await this.reader.priceClasses();
    }
    return cells;
  }

  /** Cells folded into groups named by `keyOf`. */
  async fold<K>(by: readonly GroupKey[], keyOf: (cell: UsageCell) => K): Promise<UsageFold<K>> {
    const cells = await this.cells(by);
    return this.newFold<K>().addAll(cells, keyOf);
  }

  newFold<K>(): UsageFold<K> {
    return new UsageFold<K>(this.classes, this.context.prices);
  }

  /** Distinct sessions in the scope. */
  async sessionCount(): Promise<number> {
    const [row] = await this.reader.sessionCounts({ ...this.query, by: [] });
    return row?.sessions ?? 0;
  }

  private parts(): ScopeParts {
    const { zone, weekStart, today, rangeName, range, filter, machines } = this;
    return { zone, weekStart, today, rangeName, range, filter, machines, shared: this.#shared };
  }
}

interface ScopeParts {
  readonly zone: string;
  readonly weekStart: WeekStart;
  readonly today: LocalDay;
  readonly rangeName: RangeName;
  readonly range: DayRange;
  readonly filter: DimensionFilter;
  readonly machines: readonly MachineFacts[];
  readonly shared: SharedFacts;
}

/** What all scopes of one report share: read at most once. */
interface SharedFacts {
  classes: readonly PriceClassFacts[];
  stats?: Promise<LedgerStats>;
  projects?: Promise<readonly ProjectFacts[]>;
}

/**
 * Turns what a user typed into a scope. Throws `usage` for an unknown zone or name, naming the close ones,
 * and for a range that makes no sense.
 */
export async function openScope(context: ReportContext, input: FilterInput): Promise<ReportScope> {
  const { reader } = context;
  const zone = input.timezone ?? context.zone;
  if (!isZone(zone)) {
    throw new UsageError(
      'usage',
      `unknown time zone ${JSON.stringify(zone)}`,
      'Give an IANA name, such as Europe/Berlin, Asia/Kolkata or UTC.',
    );
  }
  const weekStart = input.weekStart ?? 'monday';
  const today = localDayOf(zone, context.nowMs);
  const range = resolveRange(input, today, weekStart);
  const [machines, classes] = [await reader.machines(), await reader.priceClasses()];
  const filter: DimensionFilter = {
    machines: resolveMachines(input, machines),
    classes: resolveClasses(input, classes),
    projects: input.project?.length ? resolveProjects(input, await reader.projects()) : undefined,
    weekHours: resolveWeekHours(input),
    sessions: await resolveText(input.q, reader, classes, zone),
  };
  const rangeName = input.range ?? 'custom';
  return new ReportScope(context, { zone, weekStart, today, rangeName, range, filter, machines, shared: { classes } });
}

/**
 * Sessions that a text finds: by their uid, title, branch or project, or by a model that they used.
 * The text chooses whole sessions, so that every figure of a report means the same ones.
 */
async function resolveText(
  text: string | undefined,
  reader: LedgerReader,
  classes: readonly PriceClassFacts[],
  zone: string,
): Promise<number[] | undefined> {
  const wanted = text?.trim().toLowerCase() ?? '';
  if (wanted === '') return undefined;
  const found = new Set(await reader.searchSessions(wanted));
  const models = classes.filter((c) => modelNameOf(c).toLowerCase().includes(wanted)).map((c) => c.id);
  if (models.length > 0) {
    const cells = await reader.usage({ by: ['session'], range: {}, zone, filter: { classes: models } });
    for (const cell of cells) found.add(cell.session!);
  }
  return [...found].sort((a, b) => a - b);
}
