import type { DimensionFilter, GroupKey } from '../ledger.ts';
import { dayOfHour } from './local-hours.ts';
import { type Dimension, DIMENSIONS } from './rollup-columns.ts';
import type { Grain, Table } from './table.ts';

/** What rows can be grouped by, one number a row. */
export type Field = Dimension | 'day' | 'hour' | 'weekday';

/** A field of all rows, with the range of its values. */
export interface FieldColumn {
  readonly field: Field;
  readonly values: Int32Array;
  readonly low: number;
  /** Highest value - low + 1. */
  readonly size: number;
}

export function fieldsOf(key: GroupKey): Field[] {
  if (key === 'hour') return ['day', 'hour'];
  return key === 'weekhour' ? ['weekday', 'hour'] : [key];
}

/** The grain at which rows can still be told apart by the fields and the filter. */
export function grainOf(fields: readonly Field[], filter: DimensionFilter): Grain {
  const filtered = [
    filter.machines && ('machine' as const),
    filter.projects && ('project' as const),
    filter.classes && ('classId' as const),
    filter.sessions && ('session' as const),
  ];
  const named = new Set<string | undefined>([...fields, ...filtered]);
  return {
    hours: named.has('hour') || filter.weekHours !== undefined,
    dimensions: DIMENSIONS.filter((dimension) => named.has(dimension)),
  };
}

export function fieldColumn(table: Table, field: Field): FieldColumn {
  const values = valuesOf(table, field);
  let [low, high] = [values[0] ?? 0, values[0] ?? 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { field, values, low, size: high - low + 1 };
}

function valuesOf({ clock, dimensions }: Table, field: Field): Int32Array {
  if (field === 'day') return clock.map(dayOfHour);
  if (field === 'hour') return clock.map((hour) => hour - dayOfHour(hour) * 24);
  // 1970-01-01 was a Thursday: weekday 3, counted from Monday.
  if (field === 'weekday') return clock.map((hour) => (((dayOfHour(hour) + 3) % 7) + 7) % 7);
  return dimensions[field]!;
}

/** How many keys the fields can make; a key is only exact below 2^53. */
export function keySpace(fields: readonly FieldColumn[]): number {
  return fields.reduce((size, field) => size * field.size, 1);
}

/** One key per row, equal where all the fields are, into `keys`, which is all zero and wide enough for the key space. */
export function keysOf<K extends Int32Array | Float64Array>(
  fields: readonly FieldColumn[],
  rows: Int32Array,
  keys: K,
): K {
  for (const { values, low, size } of fields) {
    for (let i = 0; i < rows.length; i++) keys[i] = keys[i]! * size + (values[rows[i]!]! - low);
  }
  return keys;
}

/** Writes the fields that a key was made of into a row of an answer. */
export function setFields<R extends object>(row: R, fields: readonly FieldColumn[], key: number): R {
  // The names are those of UsageCell; a day is a LocalDay there, and a number here as there.
  const named = row as Record<Field, number>;
  let rest = key;
  for (let i = fields.length - 1; i >= 0; i--) {
    const { field, size, low } = fields[i]!;
    const next = Math.floor(rest / size);
    named[field] = rest - next * size + low;
    rest = next;
  }
  return row;
}
