import type { DimensionFilter, GroupKey } from '../ledger.ts';
import { type Column, columnOf } from './column.ts';
import { dayOf, hourOfDay } from './local-quarters.ts';
import { type Dimension, type Grain, type Table, TABLE_DIMENSIONS } from './table.ts';

/** What rows can be grouped by, one number a row. */
export type Field = Dimension | 'day' | 'hour' | 'weekday';

export function fieldsOf(key: GroupKey): Field[] {
  if (key === 'hour') return ['day', 'hour'];
  return key === 'weekhour' ? ['weekday', 'hour'] : [key];
}

/** The grain at which rows can still be told apart by the fields and the filter. */
export function grainOf(fields: readonly Field[], filter: DimensionFilter): Grain {
  const filtered = [
    filter.machines && ('machine' as const),
    filter.projects && ('project' as const),
    filter.classes && ('price' as const),
    filter.sessions && ('session' as const),
  ];
  const named = new Set<string | undefined>([...fields, ...filtered]);
  return {
    hours: named.has('hour') || filter.weekHours !== undefined,
    dimensions: TABLE_DIMENSIONS.filter((dimension) => named.has(dimension)),
  };
}

export function fieldColumn(table: Table, field: Field): Column {
  return columnOf(valuesOf(table, field));
}

function valuesOf({ clock, dimensions }: Table, field: Field): Int32Array {
  if (field === 'day') return clock.map(dayOf);
  if (field === 'hour') return clock.map(hourOfDay);
  // 1970-01-01 was a Thursday: weekday 3, counted from Monday.
  if (field === 'weekday') return clock.map((quarter) => (((dayOf(quarter) + 3) % 7) + 7) % 7);
  return dimensions[field]!;
}
