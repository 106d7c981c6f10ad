/** One number of each row, with the range of its values. */
export interface Column {
  readonly values: Int32Array;
  readonly low: number;
  /** Highest value - low + 1. */
  readonly size: number;
}

export function columnOf(values: Int32Array): Column {
  let [low, high] = [values[0] ?? 0, values[0] ?? 0];
  for (let row = 0; row < values.length; row++) {
    if (values[row]! < low) low = values[row]!;
    if (values[row]! > high) high = values[row]!;
  }
  return { values, low, size: high - low + 1 };
}
