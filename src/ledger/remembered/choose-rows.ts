import type { UsageQuery } from '../ledger.ts';
import { type LocalHours, weekHourOf } from './local-hours.ts';
import type { Table } from './table.ts';

/** Rows within the range that pass the filter, in their order. */
export function chooseRows(
  { clock, dimensions }: Table,
  { range, filter }: Pick<UsageQuery, 'range' | 'filter'>,
): Int32Array {
  const { machine, project, classId, session } = dimensions;
  let rows = inRange(clock, (range.since ?? -Infinity) * 24, ((range.until ?? Infinity) + 1) * 24);
  if (filter.machines) rows = among(rows, machine!, filter.machines);
  if (filter.projects) rows = among(rows, project!, filter.projects);
  if (filter.classes) rows = among(rows, classId!, filter.classes);
  if (filter.sessions) rows = among(rows, session!, filter.sessions);
  if (filter.weekHours) rows = within(rows, clock, filter.weekHours);
  return rows;
}

/** Rows whose local hour is one of those of the week. */
function within(rows: Int32Array, clock: LocalHours, weekHours: readonly number[]): Int32Array {
  const wanted = new Set(weekHours);
  return rows.filter((row) => wanted.has(weekHourOf(clock[row]!)));
}

/** All row numbers there are, and whether a clock never goes back, each made once. */
let everyRow = new Int32Array(0);
const inOrder = new WeakMap<LocalHours, boolean>();

function firstRows(count: number): Int32Array {
  if (everyRow.length < count) everyRow = Int32Array.from({ length: count }, (_, row) => row);
  return everyRow;
}

function isInOrder(clock: LocalHours): boolean {
  let known = inOrder.get(clock);
  if (known === undefined) {
    known = true;
    for (let row = 1; row < clock.length && known; row++) known = clock[row - 1]! <= clock[row]!;
    inOrder.set(clock, known);
  }
  return known;
}

/** The first row at or after an hour, in a clock that is in order. */
function rowAt(clock: LocalHours, hour: number): number {
  let [low, high] = [0, clock.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (clock[middle]! < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows whose local hour lies in [low, high). */
function inRange(clock: LocalHours, low: number, high: number): Int32Array {
  if (isInOrder(clock)) return firstRows(clock.length).subarray(rowAt(clock, low), rowAt(clock, high));
  const rows = new Int32Array(clock.length);
  let count = 0;
  for (let row = 0; row < clock.length; row++) if (clock[row]! >= low && clock[row]! < high) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Rows whose value is one of the ids. */
function among(rows: Int32Array, values: Int32Array, ids: readonly number[]): Int32Array {
  const wanted = new Uint8Array(ids.reduce((most, id) => Math.max(most, id), -1) + 1);
  for (const id of ids) wanted[id] = 1;
  return rows.filter((row) => wanted[values[row]!] === 1);
}
