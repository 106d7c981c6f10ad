import type { PeriodSpan, UsageCell, UsageQuery } from '../ledger.ts';
import { chooseRows } from './choose-rows.ts';
import { type Field, type FieldColumn, fieldsOf, grainOf, keySpace, keysOf, setFields } from './fields.ts';
import { GroupIndex } from './group-index.ts';
import { type LastSessions, lastSessions, sessionEnds } from './last-sessions.ts';
import { type RollupColumns, SUMS } from './rollup-columns.ts';
import { Shelf } from './shelf.ts';
import { sumUp, type Table } from './table.ts';

type Question = Omit<UsageQuery, 'by'>;

/** The rows that a question is about, and their fields. */
interface Chosen {
  readonly table: Table;
  readonly fields: readonly FieldColumn[];
  readonly rows: Int32Array;
}

/** Answers from the columns what the ledger would answer from its tables; undefined where they cannot. */
export class Rollup {
  /** Of the columns: the state of the ledger that the answers are from. */
  readonly revision: string;
  readonly #shelf: Shelf;
  readonly #ends = new WeakMap<Table, ReturnType<typeof sessionEnds>>();

  constructor(columns: RollupColumns) {
    this.revision = columns.revision;
    this.#shelf = new Shelf(columns);
  }

  usage(query: UsageQuery): UsageCell[] | undefined {
    const chosen = this.#choose(query, [...query.by.flatMap(fieldsOf), 'classId', 'epoch']);
    if (!chosen) return undefined;
    const { table, fields, rows } = chosen;
    const { groups, group } = grouped(keysOf(fields, rows));
    const sums = SUMS.map((sum) => sumUp(pick(table.sums[sum], rows), group, groups.size));
    return Array.from({ length: groups.size }, (_, i) => cellOf(fields, groups.keys[i]!, sums, i));
  }

  /** Distinct sessions per group. */
  sessionCounts(
    query: UsageQuery,
  ): (Pick<UsageCell, 'day' | 'project' | 'machine' | 'side'> & { sessions: number })[] | undefined {
    const chosen = this.#choose(query, [...query.by.flatMap(fieldsOf), 'session']);
    if (!chosen) return undefined;
    const pairs = distinct(keysOf(chosen.fields, chosen.rows));
    const sessions = chosen.fields.at(-1)!.size;
    const counts = countedBy(pairs.map((pair) => Math.floor(pair / sessions)));
    if (query.by.length === 0) return [{ sessions: counts.get(0) ?? 0 }];
    const fields = chosen.fields.slice(0, -1);
    return [...counts].map(([key, count]) => setFields({ sessions: count }, fields, key));
  }

  /** Distinct sessions within each span. */
  sessionCountsBySpan(query: Question, spans: readonly PeriodSpan[]): Map<string, number> | undefined {
    const chosen = this.#choose(query, ['day', 'session']);
    if (!chosen) return undefined;
    const [days, { size: sessions }] = chosen.fields as [FieldColumn, FieldColumn];
    const spansOf = spansByDay(spans, days);
    const found: number[] = [];
    for (const pair of distinct(keysOf(chosen.fields, chosen.rows))) {
      const day = Math.floor(pair / sessions);
      for (const span of spansOf[day]!) found.push(span * sessions + (pair - day * sessions));
    }
    const counts = countedBy(distinct(Float64Array.from(found)).map((pair) => Math.floor(pair / sessions)));
    return new Map(spans.map((span, i) => [span.key, counts.get(i) ?? 0]));
  }

  /** Distinct sessions per model, given the model of each price class. */
  sessionCountsByModel(query: Question, modelOf: ReadonlyMap<number, string>): Map<string, number> | undefined {
    const chosen = this.#choose(query, ['classId', 'session']);
    if (!chosen) return undefined;
    const [classes, { size: sessions }] = chosen.fields as [FieldColumn, FieldColumn];
    const seen = new Map<string, Set<number>>();
    for (const pair of distinct(keysOf(chosen.fields, chosen.rows))) {
      const cls = Math.floor(pair / sessions);
      const model = modelOf.get(cls + classes.low);
      // A class that was added since: the caller's list is older than the columns.
      if (model === undefined) return undefined;
      let ids = seen.get(model);
      if (!ids) seen.set(model, (ids = new Set()));
      ids.add(pair - cls * sessions);
    }
    return new Map([...seen].map(([model, ids]) => [model, ids.size]));
  }

  /** For each project or machine with a turn in range, the sessions that its last turn may belong to. */
  lastSessions(by: 'project' | 'machine', query: Question): Map<number, LastSessions> | undefined {
    const chosen = this.#choose(query, ['hour', by, 'session']);
    if (!chosen) return undefined;
    const ids = chosen.table.dimensions[by]!;
    let ends = this.#ends.get(chosen.table);
    if (!ends) this.#ends.set(chosen.table, (ends = sessionEnds(chosen.table, ids)));
    return lastSessions(chosen.table, ids, chosen.rows, ends);
  }

  #choose(query: Question, names: readonly Field[]): Chosen | undefined {
    const shelved = this.#shelf.at(query.zone, grainOf(names, query.filter));
    if (!shelved) return undefined;
    const fields = names.map((name) => shelved.field(name));
    if (keySpace(fields) >= Number.MAX_SAFE_INTEGER) return undefined;
    return { table: shelved.table, fields, rows: chooseRows(shelved.table, query) };
  }
}

function distinct(keys: Float64Array): Float64Array {
  const index = new GroupIndex();
  for (let i = 0; i < keys.length; i++) index.of(keys[i]!);
  return index.keys.subarray(0, index.size);
}

/** The group of each key. */
function grouped(keys: Float64Array): { groups: GroupIndex; group: Int32Array } {
  const groups = new GroupIndex();
  const group = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) group[i] = groups.of(keys[i]!);
  return { groups, group };
}

function countedBy(keys: Float64Array): Map<number, number> {
  const { groups, group } = grouped(keys);
  const found = new Int32Array(groups.size);
  for (let i = 0; i < group.length; i++) found[group[i]!] = found[group[i]!]! + 1;
  return new Map(Array.from(found, (count, i) => [groups.keys[i]!, count]));
}

/** For each day of the column, counted from its lowest, the spans that hold it. */
function spansByDay(spans: readonly PeriodSpan[], days: FieldColumn): number[][] {
  const byDay = Array.from({ length: days.size }, (): number[] => []);
  for (const [i, { since, until }] of spans.entries()) {
    const last = Math.min(until - days.low, days.size - 1);
    for (let day = Math.max(since - days.low, 0); day <= last; day++) byDay[day]!.push(i);
  }
  return byDay;
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

function cellOf(fields: readonly FieldColumn[], key: number, sums: readonly Float64Array[], i: number): UsageCell {
  const cell = {
    classId: 0,
    epoch: 0,
    turns: sums[0]![i]!,
    unfinal: sums[1]![i]!,
    input: sums[2]![i]!,
    output: sums[3]![i]!,
    cache5m: sums[4]![i]!,
    cache1h: sums[5]![i]!,
    cacheRead: sums[6]![i]!,
    webSearches: sums[7]![i]!,
  };
  setFields(cell, fields, key);
  return cell;
}
