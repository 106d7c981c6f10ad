import { columnOf } from './column.ts';
import { type Grouping, groupRows } from './group-rows.ts';
import { dayOf, type LocalQuarters, quarterOfDay, startOfHour } from './local-quarters.ts';
import { DIMENSIONS, type RollupColumns, SUMS } from './rollup-columns.ts';

/** What rows are about. `rate`: those prices that cost the same (same-cost.ts). */
export const TABLE_DIMENSIONS = [...DIMENSIONS, 'rate'] as const;
export type Dimension = (typeof TABLE_DIMENSIONS)[number];

/** Rows of the rollup on the clock of one zone: all of them, or added up over what a question does not ask for. */
export interface Table {
  /** Local quarters, their days never descending: the first of the hour or of the day where quarters are added up. */
  readonly clock: LocalQuarters;
  readonly dimensions: Readonly<Partial<Record<Dimension, Int32Array>>>;
  readonly sums: RollupColumns['sums'];
}

/** What a question needs to tell apart, besides days. */
export interface Grain {
  readonly hours: boolean;
  readonly dimensions: readonly Dimension[];
}

/** The rows added up to a coarser grain. */
export function addUp(table: Table, { hours, dimensions }: Grain): Table {
  const clock = table.clock.map(hours ? startOfHour : (quarter) => quarterOfDay(dayOf(quarter)));
  const columns = [clock, ...dimensions.map((dimension) => table.dimensions[dimension]!)];
  const { group, first } = groupRows(columns.map(columnOf), undefined);
  const pick = (values: Int32Array): Int32Array<ArrayBuffer> => Int32Array.from(first, (row) => values[row]!);
  return {
    clock: pick(clock),
    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, pick(table.dimensions[dimension]!)])),
    sums: sumUp(table.sums, undefined, { group, first }),
  };
}

/** The sums of each group of rows; without `rows`, of all. */
export function sumUp(sums: Table['sums'], rows: Int32Array | undefined, { group, first }: Grouping): Table['sums'] {
  const added = SUMS.map((sum) => [sum, sumOf(sums[sum], rows, group, first.length)]);
  return Object.fromEntries(added) as unknown as Table['sums'];
}

function sumOf(
  values: Float64Array,
  rows: Int32Array | undefined,
  group: Int32Array,
  groups: number,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(groups);
  if (rows) for (let i = 0; i < group.length; i++) sums[group[i]!] = sums[group[i]!]! + values[rows[i]!]!;
  else for (let i = 0; i < group.length; i++) sums[group[i]!] = sums[group[i]!]! + values[i]!;
  return sums;
}
