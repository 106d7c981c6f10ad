import { GroupIndex } from './group-index.ts';
import { dayOfHour, type LocalHours } from './local-hours.ts';
import { type Dimension, type RollupColumns, SUMS } from './rollup-columns.ts';

/** Rows of the rollup on the clock of one zone: all of them, or added up over what a question does not ask for. */
export interface Table {
  /** Local hours, or the first hour of the local day in a table of days. */
  readonly clock: LocalHours;
  readonly dimensions: Readonly<Partial<Record<Dimension, Int32Array>>>;
  readonly sums: RollupColumns['sums'];
}

/** What a question needs to tell apart. */
export interface Grain {
  readonly hours: boolean;
  readonly dimensions: readonly Dimension[];
}

/** The rows added up to a coarser grain. */
export function addUp(table: Table, { hours, dimensions }: Grain): Table {
  const clock = hours ? table.clock : table.clock.map((hour) => dayOfHour(hour) * 24);
  const columns = [clock, ...dimensions.map((dimension) => table.dimensions[dimension]!)];
  const { group, firstRows } = groupRows(columns, clock.length);
  const pick = (values: Int32Array): Int32Array<ArrayBuffer> => Int32Array.from(firstRows, (row) => values[row]!);
  const sums = Object.fromEntries(SUMS.map((sum) => [sum, sumUp(table.sums[sum], group, firstRows.length)]));
  return {
    clock: pick(clock),
    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, pick(table.dimensions[dimension]!)])),
    sums: sums as unknown as Table['sums'],
  };
}

/** The group of each row, and the first row of each group: column by column, so that no key outgrows a double. */
function groupRows(columns: readonly Int32Array[], rows: number): { group: Int32Array; firstRows: number[] } {
  let group = new Int32Array(rows);
  let firstRows: number[] = rows === 0 ? [] : [0];
  for (const values of columns) {
    const low = values.reduce((least, value) => Math.min(least, value), 0);
    const high = values.reduce((most, value) => Math.max(most, value), 0);
    const index = new GroupIndex();
    const next = new Int32Array(rows);
    firstRows = [];
    for (let row = 0; row < rows; row++) {
      const found = index.of(group[row]! * (high - low + 1) + values[row]! - low);
      if (found === firstRows.length) firstRows.push(row);
      next[row] = found;
    }
    group = next;
  }
  return { group, firstRows };
}

/** The sum of each group's values: `group[i]` is the group of row `rows[i]`, or of row i. */
export function sumUp(
  values: Float64Array,
  group: Int32Array,
  groups: number,
  rows?: Int32Array,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(groups);
  if (rows === undefined) for (let i = 0; i < group.length; i++) sums[group[i]!] = sums[group[i]!]! + values[i]!;
  else for (let i = 0; i < group.length; i++) sums[group[i]!] = sums[group[i]!]! + values[rows[i]!]!;
  return sums;
}
