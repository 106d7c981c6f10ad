import type { StringTable } from './string-table.ts';

/** A tool's name as it may stand in a comma-separated list. */
export function toolName(raw: string): string {
  return raw.replace(/[,\s]/g, '_').slice(0, 200);
}

/** Id of the union of two lists of tool names: sorted by code unit, distinct, comma separated. */
export function mergeTools(table: StringTable, a: number, b: number): number {
  if (a === 0 || a === b) return b;
  if (b === 0) return a;
  const names = new Set([...table.get(a).split(','), ...table.get(b).split(',')]);
  return table.intern([...names].sort().join(','));
}
