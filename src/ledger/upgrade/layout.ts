import type { Connection } from '../dialect/dialect.ts';

/** A table of the older database as it is, whatever version made it. */
export interface OlderTable {
  /** Name it had, and the name it is kept under. */
  readonly name: 'turns' | 'sessions';
  readonly keptAs: 'legacy_turns' | 'legacy_sessions';
  /** Column names in their order. Empty: there is no such table. */
  readonly columns: readonly string[];
  /** Whether a column is there; names are compared as SQL does, without case. */
  has(column: string): boolean;
}
export interface OlderLayout {
  readonly turns: OlderTable;
  readonly sessions: OlderTable;
}

/**
 * What the older dashboards left: found by the presence of columns, never by a version number. Any subset of the
 * optional columns may be there, in any order, beside columns and tables of others.
 */
export function readLayout(connection: Connection): OlderLayout {
  return {
    turns: describe(connection, 'turns', 'legacy_turns'),
    sessions: describe(connection, 'sessions', 'legacy_sessions'),
  };
}

/** An identifier as SQL text. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function describe(connection: Connection, name: OlderTable['name'], keptAs: OlderTable['keptAs']): OlderTable {
  const rows = connection.prepare(`SELECT name FROM pragma_table_info('${name}') ORDER BY cid`).all();
  const columns = rows.map((r) => String(r.name));
  const lower = new Set(columns.map((c) => c.toLowerCase()));
  return { name, keptAs, columns, has: (column) => lower.has(column) };
}
