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
/** Names as the rules show them, where this machine has a say in them; else as they were told. */
const SESSIONS = `s.session_id, IIF(o.session_id IS NULL, s.project_name, o.project) AS project_name, s.first_timestamp,
  s.last_timestamp, IIF(o.session_id IS NULL, s.git_branch, o.branch) AS git_branch, s.total_input_tokens, s.total_output_tokens,
  s.total_cache_read, s.total_cache_creation, s.total_cache_1h, s.model, s.turn_count,
  IIF(o.session_id IS NULL, s.session_name, NULLIF(o.title, '')) AS session_name, s.machine_id`;

/**
 * Writes `turns` and `sessions` into a new file at `path`: every machine's, names as `share` shows them, no cwd and no tool.
 * What stays home is never written there: a row that is deleted leaves its bytes. Must not run inside a transaction.
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
    nameOwnSessions(connection, share);
    connection.exec(`CREATE TABLE snapshot.sessions AS SELECT ${SESSIONS} FROM main.sessions s
      LEFT JOIN own_session o ON o.session_id = s.session_id WHERE o.home IS NOT 1`);
    connection.exec(`CREATE TABLE snapshot.turns AS SELECT ${TURNS} FROM main.turns
      WHERE session_id NOT IN (SELECT session_id FROM own_session WHERE home = 1)`);
    connection.exec('DROP TABLE own_session');
    connection.exec('CREATE UNIQUE INDEX snapshot.session_id ON sessions (session_id)');
    connection.exec('CREATE INDEX snapshot.turn_session ON turns (session_id)');
    connection.exec('CREATE INDEX snapshot.turn_time ON turns (timestamp)');
    connection.commit();
  } finally {
    connection.rollback();
    connection.exec('DETACH snapshot');
  }
}

/**
 * The sessions that this machine sighted, with the names that may be seen. Those that stay home go, unless they are another
 * machine's, which told of them: those lose the names that may have come from here.
 */
function nameOwnSessions(connection: Connection, share: ShareSession): void {
  connection.exec(`CREATE TEMP TABLE own_session
    (session_id TEXT PRIMARY KEY, project TEXT, branch TEXT, title TEXT, home INTEGER NOT NULL) WITHOUT ROWID`);
  const add = connection.prepare('INSERT INTO own_session VALUES (?, ?, ?, ?, ?)');
  for (const row of connection.prepare(SELECT_OWN).all()) {
    const text = (value: SqlValue | undefined): string => String(value ?? '');
    const shown = share({ project: text(row.project), branch: text(row.branch), title: text(row.title) });
    const { project, branch, title } = shown ?? { project: '', branch: '', title: '' };
    add.run(row.id ?? '', project, branch, title, shown === undefined && row.own === 1 ? 1 : 0);
  }
}

const SELECT_OWN = `SELECT s.uid AS id, p.name AS project, b.text AS branch, s.title AS title, m.is_self AS own
  FROM session s JOIN project p ON p.id = s.project_id JOIN label b ON b.id = s.branch_id
  JOIN machine m ON m.id = s.machine_id JOIN machine self ON self.is_self = 1
  WHERE m.is_self = 1 OR EXISTS (SELECT 1 FROM event e WHERE e.session_id = s.id AND (e.machine_id = self.id
    OR EXISTS (SELECT 1 FROM event_copy c WHERE c.event_id = e.id AND c.machine_id = self.id)))`;
