import type { StringTable } from './string-table.ts';

/** A tool's name as it may stand in a comma-separated list. */
export function toolName(raw: string): string {
  return raw.replace(/[,\s]/g, '_').slice(0, 200);
}

/** Unions of lists of tool names, by string id: sorted by code unit, distinct, comma separated. Remembers each pair. */
export class ToolSets {
  readonly #table: StringTable;
  readonly #known = new Map<string, number>();

  constructor(table: StringTable) {
    this.#table = table;
  }

  union(a: number, b: number): number {
    if (a === 0 || a === b) return b;
    if (b === 0) return a;
    const pair = `${a},${b}`;
    const known = this.#known.get(pair);
    if (known !== undefined) return known;
    const names = new Set([...this.#table.get(a).split(','), ...this.#table.get(b).split(',')]);
    const id = this.#table.intern([...names].sort().join(','));
    this.#known.set(pair, id);
    return id;
  }
}
