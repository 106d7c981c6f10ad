import { type Field, type FieldColumn, fieldColumn } from './fields.ts';
import { localHoursOf } from './local-hours.ts';
import { DIMENSIONS, type RollupColumns } from './rollup-columns.ts';
import { addUp, type Grain, type Table } from './table.ts';

/** Rows of all tables that are kept: some 30 MB. */
const MAX_ROWS = 300_000;

/** A table and the fields that were asked of it. */
export class ShelvedTable {
  readonly table: Table;
  readonly #fields = new Map<Field, FieldColumn>();

  constructor(table: Table) {
    this.table = table;
  }
  field(field: Field): FieldColumn {
    let column = this.#fields.get(field);
    if (!column) this.#fields.set(field, (column = fieldColumn(this.table, field)));
    return column;
  }
}

/** The rollup at the grains that questions have needed so far, made when first asked for. */
export class Shelf {
  readonly #columns: RollupColumns;
  readonly #tables = new Map<string, ShelvedTable | undefined>();
  #rows = 0;

  constructor(columns: RollupColumns) {
    this.#columns = columns;
  }

  /** The coarsest table that tells apart what the grain names; undefined for a zone whose hours are no UTC hours. */
  at(zone: string, grain: Grain): ShelvedTable | undefined {
    const key = `${zone} ${grain.hours} ${DIMENSIONS.filter((d) => grain.dimensions.includes(d)).join()}`;
    const kept = this.#tables.get(key);
    if (kept || this.#tables.has(key)) return kept;
    const whole = this.#whole(zone);
    return whole && this.#keep(key, new ShelvedTable(addUp(whole.table, grain)));
  }

  #whole(zone: string): ShelvedTable | undefined {
    if (this.#tables.has(zone)) return this.#tables.get(zone);
    const clock = localHoursOf(this.#columns, zone);
    return this.#keep(zone, clock && new ShelvedTable({ ...this.#columns, clock }));
  }

  #keep(key: string, table: ShelvedTable | undefined): ShelvedTable | undefined {
    // Room is made by starting over: what is still asked for comes back with the next question.
    if (this.#rows > MAX_ROWS || this.#tables.size > 100) {
      this.#tables.clear();
      this.#rows = 0;
    }
    this.#tables.set(key, table);
    this.#rows += table?.table.clock.length ?? 0;
    return table;
  }
}
