import type { Column } from './column.ts';
import { GroupIndex } from './group-index.ts';

/** Rows that agree in all the fields, as groups numbered in the order of their first rows. */
export interface Grouping {
  /** The group of each row. */
  readonly group: Int32Array;
  /** Of each group, which of the rows is its first. */
  readonly first: Int32Array;
}

/** Groups the rows; without `rows`, all of them. */
export function groupRows(fields: readonly Column[], rows: Int32Array | undefined): Grouping {
  const count = rows?.length ?? fields[0]?.values.length ?? 0;
  const isSmall = fields.reduce((space, { size }) => space * size, 1) <= TABLE_SLOTS;
  let keys = isSmall ? new Int32Array(count) : new Float64Array(count);
  let space = 1;
  for (const { values, low, size } of fields) {
    if (size === 1) continue;
    if (space * size > Number.MAX_SAFE_INTEGER) {
      const { group, first } = numberKeys(keys, space);
      keys = Float64Array.from(group);
      space = first.length;
    }
    if (rows) for (let i = 0; i < count; i++) keys[i] = keys[i]! * size + (values[rows[i]!]! - low);
    else for (let i = 0; i < count; i++) keys[i] = keys[i]! * size + (values[i]! - low);
    space *= size;
  }
  return numberKeys(keys, space);
}

const TABLE_SLOTS = 1 << 20;
/** Group + 1 by key. Zeros between two calls, so that nothing this large is ever made twice. */
const table = new Int32Array(TABLE_SLOTS);

/** `space`: keys are whole numbers below it. */
function numberKeys(keys: Int32Array | Float64Array, space: number): Grouping {
  return space <= TABLE_SLOTS ? numberSmallKeys(keys) : numberAnyKeys(keys);
}

function numberSmallKeys(keys: Int32Array | Float64Array): Grouping {
  const group = new Int32Array(keys.length);
  const first = new Int32Array(keys.length);
  let groups = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let number = table[key]!;
    if (number === 0) {
      first[groups] = i;
      number = ++groups;
      table[key] = number;
    }
    group[i] = number - 1;
  }
  for (let i = 0; i < groups; i++) table[keys[first[i]!]!] = 0;
  return { group, first: first.subarray(0, groups) };
}

function numberAnyKeys(keys: Int32Array | Float64Array): Grouping {
  const group = new Int32Array(keys.length);
  const first = new Int32Array(keys.length);
  const index = new GroupIndex();
  for (let i = 0; i < keys.length; i++) {
    const known = index.size;
    const number = index.of(keys[i]!);
    if (number === known) first[number] = i;
    group[i] = number;
  }
  return { group, first: first.subarray(0, index.size) };
}
