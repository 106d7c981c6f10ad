import { type FieldColumn, keySpace, keysOf } from './fields.ts';
import { GroupIndex } from './group-index.ts';

/** Up to here every possible key has a slot of its own, 32 MB of which only the touched pages are real. */
const MAX_SLOTS = 1 << 23;

/** Distinct keys in the order in which they first appear. */
export interface Numbering {
  /** The keys by their number; longer than `size`. */
  readonly keys: Float64Array;
  readonly size: number;
}

/** For each slot the number of its key plus one. Between two questions all are zero. */
let slots: Int32Array | undefined;

/** Numbers the distinct keys of the rows, and writes into `numbers`, where given, the number of each row's key. */
export function numberKeys(fields: readonly FieldColumn[], rows: Int32Array, numbers?: Int32Array): Numbering {
  if (keySpace(fields) <= MAX_SLOTS) return inSlots(keysOf(fields, rows, new Int32Array(rows.length)), numbers);
  return byHash(keysOf(fields, rows, new Float64Array(rows.length)), numbers);
}

/** The same of keys at hand, all below `space`. */
export function numberValues(values: Float64Array, space: number, numbers?: Int32Array): Numbering {
  return space <= MAX_SLOTS ? inSlots(Int32Array.from(values), numbers) : byHash(values, numbers);
}

function inSlots(keys: Int32Array, numbers: Int32Array | undefined): Numbering {
  const table = (slots ??= new Int32Array(MAX_SLOTS));
  const found = new Float64Array(keys.length);
  let size = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let number = table[key]!;
    if (number === 0) {
      found[size] = key;
      number = ++size;
      table[key] = number;
    }
    if (numbers !== undefined) numbers[i] = number - 1;
  }
  for (let i = 0; i < size; i++) table[found[i]!] = 0;
  return { keys: found, size };
}

function byHash(keys: Float64Array, numbers: Int32Array | undefined): Numbering {
  const index = new GroupIndex();
  for (let i = 0; i < keys.length; i++) {
    const number = index.of(keys[i]!);
    if (numbers !== undefined) numbers[i] = number;
  }
  return index;
}
