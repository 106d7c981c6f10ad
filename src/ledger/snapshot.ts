/** The union as plain tables, for whoever wants to open it with SQL tools. Written whole, never read back. */
import type { Connection, SqlValue } from './dialect/dialect.ts';

/** Marks a file as a snapshot: it is neither a ledger nor an older dashboard's database. */
export const SNAPSHOT_TABLE = 'snapshot_info';

/** What of an own session may be seen; undefined: the session stays home. */
export interface SessionNames {
  readonly project: string;
  readonly branch: string;
  readonly title: string;
}
export type ShareSession = (session: SessionNames) => SessionNames | undefined;

const TURNS = `session_id, timestamp, model, input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens,
  cache_1h_tokens, message_id, machine_id, is_subagent`;
const SESSIONS = `session_id, project_name, first_timestamp, last_timestamp, git_branch, total_input_tokens,
  total_output_tokens, total_cache_read, total_cache_creation, total_cache_1h, model, turn_count, session_name, machine_id`;

/**
 * Writes `turns` and `sessions` into a new file at `path`: every machine's, own sessions as `share` shows them, no cwd and
 * no tool. Must not run inside a transaction.
 */
export function writeSnapshot(connection: Connection, path: string, share: ShareSession, nowMs: number): void {
  connection.prepare('ATTACH ? AS snapshot').run(path);
  try {
    connection.exec('PRAGMA snapshot.journal_mode = OFF');
    connection.exec('BEGIN');
    connection.exec(`CREATE TABLE snapshot.${SNAPSHOT_TABLE} (made_at TEXT NOT NULL)`);
    connection
      .prepare(`INSERT INTO snapshot.${SNAPSHOT_TABLE} (made_at) VALUES (?)`)
      .run(new Date(nowMs).toISOString());
    connection.exec(`CREATE TABLE snapshot.sessions AS SELECT ${SESSIONS} FROM main.sessions`);
    connection.exec('CREATE TEMP TABLE kept_home (session_id TEXT PRIMARY KEY) WITHOUT ROWID');
    applyRules(connection, share);
    connection.exec(`CREATE TABLE snapshot.turns AS SELECT ${TURNS} FROM main.turns
      WHERE session_id NOT IN (SELECT session_id FROM kept_home)`);
    connection.exec('CREATE UNIQUE INDEX snapshot.session_id ON sessions (session_id)');
    connection.exec('CREATE INDEX snapshot.turn_session ON turns (session_id)');
    connection.exec('CREATE INDEX snapshot.turn_time ON turns (timestamp)');
    connection.exec('DROP TABLE kept_home');
    connection.commit();
  } finally {
    connection.rollback();
    connection.exec('DETACH snapshot');
  }
}

/** Own sessions bear the names that may be seen; those that stay home go, and their turns with them. */
function applyRules(connection: Connection, share: ShareSession): void {
  const own =
    connection.prepare(`SELECT s.uid AS id, p.name AS project, b.text AS branch, s.title AS title FROM session s
    JOIN project p ON p.id = s.project_id JOIN label b ON b.id = s.branch_id
    JOIN machine m ON m.id = s.machine_id AND m.is_self = 1`);
  const rename = connection.prepare(
    'UPDATE snapshot.sessions SET project_name = ?, git_branch = ?, session_name = ? WHERE session_id = ?',
  );
  const remove = connection.prepare('DELETE FROM snapshot.sessions WHERE session_id = ?');
  const keep = connection.prepare('INSERT INTO kept_home (session_id) VALUES (?)');
  connection.exec('CREATE INDEX snapshot.shown_session ON sessions (session_id)');
  for (const row of own.all()) {
    const id: SqlValue = row.id ?? '';
    const text = (value: SqlValue | undefined): string => String(value ?? '');
    const shown = share({ project: text(row.project), branch: text(row.branch), title: text(row.title) });
    if (shown) {
      rename.run(shown.project, shown.branch, shown.title === '' ? null : shown.title, id);
      continue;
    }
    remove.run(id);
    keep.run(id);
  }
  connection.exec('DROP INDEX snapshot.shown_session');
}
