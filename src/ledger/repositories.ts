import type { Connection } from './dialect/dialect.ts';

/** Projects of this machine whose folders nobody has looked at yet, with the folders. */
export function unseenProjects(connection: Connection): Map<string, string[]> {
  const rows = connection
    .prepare(
      `SELECT p.key, f.path FROM project p JOIN folder f ON f.project_id = p.id
       WHERE p.repository IS NULL AND f.path <> '' AND p.key NOT LIKE 'ref:%' ORDER BY p.id, f.id`,
    )
    .all();
  return new Map(
    [...Map.groupBy(rows, (row) => String(row.key))].map(([key, of]) => [key, of.map((row) => String(row.path))]),
  );
}

/** Remembers a project's repository; empty: its folders have none. */
export function setRepository(connection: Connection, projectKey: string, repository: string): void {
  connection.prepare('UPDATE project SET repository = ? WHERE key = ?').run(repository, projectKey);
}

/** The projects that have a repository, by key. */
export function repositories(connection: Connection): Map<string, string> {
  const rows = connection.prepare(`SELECT key, repository FROM project WHERE repository <> '' ORDER BY key`).all();
  return new Map(rows.map((row) => [String(row.key), String(row.repository)]));
}
