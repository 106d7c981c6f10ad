import type { Column } from './column.ts';
import { type Field, fieldColumn } from './fields.ts';
import { localQuartersOf } from './local-quarters.ts';
import type { RollupColumns } from './rollup-columns.ts';
import type { Rates } from './same-cost.ts';
import { addUp, type Grain, type Table, TABLE_DIMENSIONS } from './table.ts';

/** Rows of all tables that are kept, beyond four times those of the columns: some 30 MB. */
const MORE_ROWS = 300_000;

/** A table and what was made of it for a question. */
export class ShelvedTable {
  readonly table: Table;
  readonly grain: Grain;
  readonly #fields = new Map<Field, Column>();

  constructor(table: Table, grain: Grain) {
    this.table = table;
    this.grain = grain;
  }
  field(field: Field): Column {
    let column = this.#fields.get(field);
    if (!column) this.#fields.set(field, (column = fieldColumn(this.table, field)));
    return column;
  }
}

/** The rollup at the grains that questions have needed so far, made when first asked for. */
export class Shelf {
  readonly #columns: RollupColumns;
  readonly #dimensions: Table['dimensions'];
  /** By zone, then by grain. Null: a zone that the columns cannot serve. */
  readonly #zones = new Map<string, Map<string, ShelvedTable> | null>();
  #rows = 0;

  constructor(columns: RollupColumns, rates: Rates) {
    this.#columns = columns;
    this.#dimensions = { ...columns.dimensions, rate: columns.dimensions.price.map((price) => rates.ofPrice[price]!) };
  }

  /** The coarsest table that tells apart what the grain names; undefined where local-quarters.ts says so. */
  at(zone: string, grain: Grain): ShelvedTable | undefined {
    const key = `${grain.hours} ${grain.dimensions.join()}`;
    const kept = this.#zones.get(zone)?.get(key);
    if (kept) return kept;
    const tables = this.#tablesOf(zone);
    if (!tables) return undefined;
    const source = [...tables.values()].filter((t) => covers(t.grain, grain)).reduce(smaller);
    return this.#keep(tables, key, new ShelvedTable(addUp(source.table, grain), grain));
  }

  #tablesOf(zone: string): Map<string, ShelvedTable> | undefined {
    // Room is made by starting over: what is still asked for comes back with the next question.
    if (this.#rows > 4 * this.#columns.rows + MORE_ROWS || this.#zones.size > 100) {
      this.#zones.clear();
      this.#rows = 0;
    }
    const known = this.#zones.get(zone);
    if (known !== undefined) return known ?? undefined;
    const clock = localQuartersOf(this.#columns.dimensions.quarter, zone);
    const tables = clock && new Map<string, ShelvedTable>();
    this.#zones.set(zone, tables ?? null);
    if (tables) {
      const whole = { clock, dimensions: this.#dimensions, sums: this.#columns.sums };
      this.#keep(tables, 'whole', new ShelvedTable(whole, { hours: true, dimensions: TABLE_DIMENSIONS }));
    }
    return tables;
  }

  #keep(tables: Map<string, ShelvedTable>, key: string, made: ShelvedTable): ShelvedTable {
    tables.set(key, made);
    this.#rows += made.table.clock.length;
    return made;
  }
}

const covers = (fine: Grain, coarse: Grain): boolean =>
  (fine.hours || !coarse.hours) && coarse.dimensions.every((dimension) => fine.dimensions.includes(dimension));

const smaller = (a: ShelvedTable, b: ShelvedTable): ShelvedTable =>
  b.table.clock.length < a.table.clock.length ? b : a;
