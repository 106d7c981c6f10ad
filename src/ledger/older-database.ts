import { existsSync } from 'node:fs';
import { openSqlite } from './dialect/sqlite.ts';
import { SNAPSHOT_TABLE } from './snapshot.ts';
import { readLayout } from './upgrade/layout.ts';

/**
 * The machines of an older dashboard's database by their names there, none where it knows none; undefined when the path
 * is not one (nothing, a ledger, a snapshot, another database). Reads only. Throws `ledger-unreadable`.
 */
export function olderDatabaseMachines(path: string): string[] | undefined {
  if (!existsSync(path)) return undefined;
  const connection = openSqlite(path, { readonly: true });
  try {
    const names = connection.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const tables = new Set(names.map((r) => String(r.name)));
    if (!tables.has('turns') || tables.has('ledger_meta') || tables.has(SNAPSHOT_TABLE)) return undefined;
    const { turns, sessions } = readLayout(connection);
    const found = [turns, sessions]
      .filter((t) => t.has('machine_id'))
      .flatMap((t) => connection.prepare(`SELECT DISTINCT TRIM(CAST(machine_id AS TEXT)) AS name FROM ${t.name}`).all())
      .map((r) => String(r.name ?? ''));
    return [...new Set(found)].filter((name) => name !== '').toSorted();
  } finally {
    void connection.close();
  }
}

/** A whole copy of the database, with what its write-ahead log holds, at `target`, which must not exist. */
export function copyDatabase(path: string, target: string): void {
  const source = openSqlite(path, { readonly: true });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    void source.close();
  }
}
