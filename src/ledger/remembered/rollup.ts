import { type EpochMs, toEpochMs } from '../../contract/units.ts';
import type { PeriodSpan, UsageCell, UsageQuery } from '../ledger.ts';
import { chooseRows } from './choose-rows.ts';
import { type Field, type FieldColumn, fieldsOf, grainOf, keySpace, setFields } from './fields.ts';
import { type LastSessions, lastSessions, sessionEnds } from './last-sessions.ts';
import { numberKeys, numberValues } from './numbering.ts';
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
  readonly #columns: RollupColumns;
  readonly #shelf: Shelf;
  #lastMs: ReadonlyMap<number, EpochMs> | undefined;
  readonly #ends = new WeakMap<Table, ReturnType<typeof sessionEnds>>();

  constructor(columns: RollupColumns) {
    this.revision = columns.revision;
    this.#columns = columns;
    this.#shelf = new Shelf(columns);
  }

  usage(query: UsageQuery): UsageCell[] | undefined {
    const chosen = this.#choose(query, [...query.by.flatMap(fieldsOf), 'classId', 'epoch']);
    if (!chosen) return undefined;
    const { table, fields, rows } = chosen;
    const group = new Int32Array(rows.length);
    const { keys, size } = numberKeys(fields, rows, group);
    const sums = SUMS.map((sum) => sumUp(table.sums[sum], group, size, rows));
    return Array.from({ length: size }, (_, i) => cellOf(fields, keys[i]!, sums, i));
  }

  /** Distinct sessions per group. */
  sessionCounts(
    query: UsageQuery,
  ): (Pick<UsageCell, 'day' | 'project' | 'machine' | 'side'> & { sessions: number })[] | undefined {
    const chosen = this.#choose(query, [...query.by.flatMap(fieldsOf), 'session']);
    if (!chosen) return undefined;
    const pairs = distinctPairs(chosen);
    if (query.by.length === 0) return [{ sessions: pairs.length }];
    const sessions = chosen.fields.at(-1)!.size;
    const fields = chosen.fields.slice(0, -1);
    const counts = countedBy(pairs, sessions, keySpace(fields));
    return [...counts].map(([key, count]) => setFields({ sessions: count }, fields, key));
  }

  /** Distinct sessions within each span. */
  sessionCountsBySpan(query: Question, spans: readonly PeriodSpan[]): Map<string, number> | undefined {
    const chosen = this.#choose(query, ['day', 'session']);
    if (!chosen) return undefined;
    const [days, { size: sessions }] = chosen.fields as [FieldColumn, FieldColumn];
    const spansOf = spansByDay(spans, days);
    const found: number[] = [];
    for (const pair of distinctPairs(chosen)) {
      const day = Math.floor(pair / sessions);
      for (const span of spansOf[day]!) found.push(span * sessions + (pair - day * sessions));
    }
    const { keys, size } = numberValues(Float64Array.from(found), spans.length * sessions);
    const counts = countedBy(keys.subarray(0, size), sessions, spans.length);
    return new Map(spans.map((span, i) => [span.key, counts.get(i) ?? 0]));
  }

  /** Distinct sessions per model, given the model of each price class. */
  sessionCountsByModel(query: Question, modelOf: ReadonlyMap<number, string>): Map<string, number> | undefined {
    const chosen = this.#choose(query, ['classId', 'session']);
    if (!chosen) return undefined;
    const [classes, { size: sessions }] = chosen.fields as [FieldColumn, FieldColumn];
    const models = [...new Set(modelOf.values())];
    const indexOf = new Map(models.map((model, i) => [model, i]));
    const indexes = new Int32Array(classes.size).fill(-1);
    for (const [id, model] of modelOf) indexes[id - classes.low] = indexOf.get(model)!;
    const pairs = distinctPairs(chosen);
    for (let i = 0; i < pairs.length; i++) {
      const cls = Math.floor(pairs[i]! / sessions);
      const index = indexes[cls]!;
      // A class that was added since: the caller's list is older than the columns.
      if (index < 0) return undefined;
      pairs[i] = pairs[i]! + (index - cls) * sessions;
    }
    const { keys, size } = numberValues(pairs, models.length * sessions);
    const counts = countedBy(keys.subarray(0, size), sessions, models.length);
    return new Map([...counts].map(([index, count]) => [models[index]!, count]));
  }

  /** The last active sessions with a turn in range, newest first. */
  recentSessions({ limit, offset = 0, ...query }: Question & { limit: number; offset?: number }): number[] | undefined {
    const chosen = this.#choose(query, ['session']);
    if (!chosen) return undefined;
    const { id } = this.#columns.sessions;
    const wanted = new Uint8Array(id.reduce((most, session) => Math.max(most, session), 0) + 1);
    const sessions = chosen.table.dimensions.session!;
    for (const row of chosen.rows) wanted[sessions[row]!] = 1;
    const found: number[] = [];
    for (let i = 0, left = offset; i < id.length && found.length < limit; i++) {
      if (wanted[id[i]!] === 1 && left-- <= 0) found.push(id[i]!);
    }
    return found;
  }

  /** When each session had its last turn, epoch ms. */
  get lastMs(): ReadonlyMap<number, EpochMs> {
    const { id, lastMs } = this.#columns.sessions;
    return (this.#lastMs ??= new Map(Array.from(id, (session, i) => [session, toEpochMs(lastMs[i]!)])));
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

/** Distinct combinations of the fields, the session last, as keys. */
function distinctPairs({ fields, rows }: Chosen): Float64Array {
  const { keys, size } = numberKeys(fields, rows);
  return keys.subarray(0, size);
}

/** How many of the distinct pairs each first part has; first parts are below `space`. */
function countedBy(pairs: Float64Array, sessions: number, space: number): Map<number, number> {
  const firsts = pairs.map((pair) => Math.floor(pair / sessions));
  const group = new Int32Array(firsts.length);
  const { keys, size } = numberValues(firsts, space, group);
  const found = new Int32Array(size);
  for (let i = 0; i < group.length; i++) found[group[i]!] = found[group[i]!]! + 1;
  return new Map(Array.from(found, (count, i) => [keys[i]!, count]));
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
