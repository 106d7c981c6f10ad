import { toLocalDay } from '../../contract/units.ts';
import type { LedgerReader, PeriodSpan, UsageCell, UsageQuery } from '../ledger.ts';
import { cellMaker } from './cells.ts';
import { chooseRows, rowsWithin } from './choose-rows.ts';
import type { Column } from './column.ts';
import { type Field, fieldsOf, grainOf } from './fields.ts';
import { type Grouping, groupRows } from './group-rows.ts';
import { type LastTurn, lastTurns } from './last-turns.ts';
import type { RollupColumns } from './rollup-columns.ts';
import { type CostKey, type Rates, ratesOf } from './same-cost.ts';
import { Shelf, type ShelvedTable } from './shelf.ts';
import { sumUp, type Table } from './table.ts';

type Question = Omit<UsageQuery, 'by'>;
type Counts = Awaited<ReturnType<LedgerReader['sessionCounts']>>;

/** The rows that a question is about. */
interface Chosen {
  readonly shelved: ShelvedTable;
  readonly rows: Int32Array;
}

/** Models by number, and the number of each row. */
interface Models {
  readonly names: readonly string[];
  readonly models: Column;
}

/** Answers from the columns what the ledger would answer from its tables; undefined where they cannot. */
export class Rollup {
  /** Of the columns: the state of the ledger that the answers are from. */
  readonly revision: string;
  readonly #columns: RollupColumns;
  readonly #rates: Rates;
  readonly #shelf: Shelf;
  /** Cells of the rows of a table, where each row is a cell. */
  readonly #cells = new WeakMap<ShelvedTable, (UsageCell | undefined)[]>();
  /** By the column of prices. */
  readonly #models = new WeakMap<Column, Models>();

  constructor(columns: RollupColumns, costKey?: CostKey) {
    this.revision = columns.revision;
    this.#columns = columns;
    this.#rates = ratesOf(columns, costKey);
    this.#shelf = new Shelf(columns, this.#rates);
  }

  usage(query: UsageQuery): readonly UsageCell[] | undefined {
    const fields = [...query.by.flatMap(fieldsOf), costField(query)];
    const chosen = this.#choose(query, fields);
    if (!chosen) return undefined;
    const { shelved, rows } = chosen;
    if (isOnePerRow(shelved, fields)) return this.#cellsOf(shelved, fields, rows);
    const grouping = groupRows(columnsOf(shelved, fields), rows);
    const sums = sumUp(shelved.table.sums, rows, grouping);
    const make = this.#cellMaker(shelved, fields, sums);
    return Array.from(grouping.first, (first, group) => make(rows[first]!, group));
  }

  /** Distinct sessions per group. */
  sessionCounts(query: UsageQuery): Counts | undefined {
    const fields = query.by.flatMap(fieldsOf);
    const found = this.#distinct(query, [...fields, 'session']);
    if (!found) return undefined;
    if (query.by.length === 0) return [{ sessions: found.rows.length }];
    const { shelved, rows } = found;
    const counted = countRows(groupRows(columnsOf(shelved, fields), rows));
    const values = new Map(fields.map((field) => [field, shelved.field(field).values]));
    return counted.map(({ first, count: sessions }) => {
      const at = (field: Field): number | undefined => values.get(field)?.[rows[first]!];
      const [day, project, machine, side] = [at('day'), at('project'), at('machine'), at('side')];
      return {
        sessions,
        ...(day === undefined ? {} : { day: toLocalDay(day) }),
        ...(project === undefined ? {} : { project }),
        ...(machine === undefined ? {} : { machine }),
        ...(side === undefined ? {} : { side }),
      };
    });
  }

  /** Distinct sessions within each span. */
  sessionCountsBySpan(query: Question, spans: readonly PeriodSpan[]): Map<string, number> | undefined {
    const found = this.#distinct(query, ['day', 'session']);
    if (!found) return undefined;
    const { shelved, rows } = found;
    const clock = rows.map((row) => shelved.table.clock[row]!);
    const { values, low, size } = shelved.field('session');
    const seenIn = new Int32Array(size).fill(-1);
    return new Map(
      spans.map(({ key, since, until }, span) => {
        const within = rowsWithin(clock, since, until);
        let sessions = 0;
        for (let i = within.low; i < within.high; i++) {
          const session = values[rows[i]!]! - low;
          if (seenIn[session] === span) continue;
          seenIn[session] = span;
          sessions += 1;
        }
        return [key, sessions];
      }),
    );
  }

  /** Distinct sessions per model, given the model of each price class. */
  sessionCountsByModel(query: Question, modelOf: ReadonlyMap<number, string>): Map<string, number> | undefined {
    const cost = costField(query);
    const { classId } = cost === 'rate' ? this.#rates.named : this.#columns.prices;
    // A class that was added since: the caller's list is older than the columns.
    if (classId.some((id) => !modelOf.has(id))) return undefined;
    const chosen = this.#choose(query, [cost, 'session']);
    if (!chosen) return undefined;
    const { shelved, rows } = chosen;
    const { names, models } = this.#modelsOf(shelved.field(cost), classId, modelOf);
    const { first } = groupRows([models, shelved.field('session')], rows);
    const counts = new Map<string, number>();
    for (const i of first) {
      const name = names[models.values[rows[i]!]!]!;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }

  /** The model of each row of a column of prices. A class keeps its model, so it is made once. */
  #modelsOf(prices: Column, classId: Iterable<number>, modelOf: ReadonlyMap<number, string>): Models {
    const known = this.#models.get(prices);
    if (known) return known;
    const names = [...new Set(modelOf.values())];
    const numbers = new Map(names.map((name, i) => [name, i]));
    const modelOfPrice = Int32Array.from(classId, (id) => numbers.get(modelOf.get(id)!)!);
    const values = prices.values.map((price) => modelOfPrice[price]!);
    const made = { names, models: { values, low: 0, size: names.length } };
    this.#models.set(prices, made);
    return made;
  }

  /** Where the last turn of each project or machine is. */
  lastTurns(by: 'project' | 'machine', query: Question): LastTurn[] | undefined {
    const chosen = this.#choose(query, ['quarter', 'session', by]);
    return chosen && lastTurns(chosen.shelved, by, chosen.rows, isNarrowed(query) ? undefined : this.#columns.sessions);
  }

  /** Ids of the last active sessions with a turn in range, newest first. */
  recentSessions(query: Question & { limit: number; offset?: number }): number[] | undefined {
    const found = this.#distinct(query, ['session']);
    if (!found) return undefined;
    const { values, low, size } = found.shelved.field('session');
    const wanted = new Uint8Array(size);
    for (const row of found.rows) wanted[values[row]! - low] = 1;
    const { limit, offset = 0 } = query;
    const recent: number[] = [];
    for (const id of this.#columns.sessions.newest) {
      if (wanted[id - low] !== 1) continue;
      recent.push(id);
      if (recent.length === offset + limit) break;
    }
    return recent.slice(offset);
  }

  #choose(query: Question, fields: readonly Field[]): Chosen | undefined {
    const shelved = this.#shelf.at(query.zone, grainOf(fields, query.filter));
    return shelved && { shelved, rows: chooseRows(shelved.table, query, this.#columns.prices) };
  }

  /** One row of each combination of the fields. */
  #distinct(query: Question, fields: readonly Field[]): Chosen | undefined {
    const chosen = this.#choose(query, fields);
    if (!chosen || isOnePerRow(chosen.shelved, fields)) return chosen;
    const { shelved, rows } = chosen;
    return { shelved, rows: groupRows(columnsOf(shelved, fields), rows).first.map((first) => rows[first]!) };
  }

  #cellMaker(shelved: ShelvedTable, fields: readonly Field[], sums: Table['sums']): ReturnType<typeof cellMaker> {
    const prices = fields.includes('rate') ? this.#rates.named : this.#columns.prices;
    return cellMaker(shelved, fields, sums, prices);
  }

  #cellsOf(shelved: ShelvedTable, fields: readonly Field[], rows: Int32Array): UsageCell[] {
    let kept = this.#cells.get(shelved);
    if (!kept) this.#cells.set(shelved, (kept = new Array<undefined>(shelved.table.clock.length)));
    const make = this.#cellMaker(shelved, fields, shelved.table.sums);
    const cells: UsageCell[] = [];
    for (const row of rows) cells.push((kept[row] ??= make(row, row)));
    return cells;
  }
}

/** A filter on classes must be able to part what costs the same. */
const costField = ({ filter }: Question): Field => (filter.classes ? 'price' : 'rate');

/** Whether turns of a session in a quarter hour may be left out. */
const isNarrowed = ({ filter }: Question): boolean =>
  [filter.machines, filter.projects, filter.classes].some((ids) => ids !== undefined);

/** Whether the rows of a table differ in the fields already. */
function isOnePerRow({ grain }: ShelvedTable, fields: readonly Field[]): boolean {
  if (!fields.includes('day') || fields.includes('hour') !== grain.hours || fields.includes('weekday')) return false;
  return grain.dimensions.every((dimension) => fields.includes(dimension));
}

const columnsOf = (shelved: ShelvedTable, fields: readonly Field[]): Column[] => fields.map((f) => shelved.field(f));

function countRows({ group, first }: Grouping): { first: number; count: number }[] {
  const counts = new Int32Array(first.length);
  for (let i = 0; i < group.length; i++) counts[group[i]!] = counts[group[i]!]! + 1;
  return Array.from(first, (row, i) => ({ first: row, count: counts[i]! }));
}
