import Database from 'better-sqlite3';

/** A row by column name; what a layout has no column for is left out when it is written. */
export type Row = Readonly<Record<string, string | number | null>>;

/** An older database: the columns of its two tables beyond the first version's, and whatever else lies in it. */
export interface OlderLayoutSpec {
  readonly turns: readonly string[];
  readonly sessions: readonly string[];
  readonly more?: string;
  /** False: the unique index on message ids was dropped. */
  readonly uniqueIds?: boolean;
}

const TURNS_V0 = [
  'id INTEGER PRIMARY KEY AUTOINCREMENT',
  'session_id TEXT',
  'timestamp TEXT',
  'model TEXT',
  'input_tokens INTEGER DEFAULT 0',
  'output_tokens INTEGER DEFAULT 0',
  'cache_read_tokens INTEGER DEFAULT 0',
  'cache_creation_tokens INTEGER DEFAULT 0',
  'tool_name TEXT',
  'cwd TEXT',
];
const SESSIONS_V0 = [
  'session_id TEXT PRIMARY KEY',
  'project_name TEXT',
  'first_timestamp TEXT',
  'last_timestamp TEXT',
  'git_branch TEXT',
  'total_input_tokens INTEGER DEFAULT 0',
  'total_output_tokens INTEGER DEFAULT 0',
  'total_cache_read INTEGER DEFAULT 0',
  'total_cache_creation INTEGER DEFAULT 0',
  'model TEXT',
  'turn_count INTEGER DEFAULT 0',
];
const ID = 'message_id TEXT';
const HOUR = 'cache_1h_tokens INTEGER DEFAULT 0';
const NAME = ['session_name TEXT', 'total_cache_1h INTEGER DEFAULT 0'];
const AGENTS = ['is_subagent INTEGER DEFAULT 0', 'agent_id TEXT'];
const AGENT_TABLE = `CREATE TABLE agents (agent_id TEXT PRIMARY KEY, agent_type TEXT, dispatched_in_session TEXT, completed_at TEXT,
  status TEXT, total_tokens INTEGER, total_duration_ms INTEGER, tool_use_count INTEGER);
  INSERT INTO agents (agent_id, agent_type) VALUES ('a1', 'explore');`;
const LIMITS = `CREATE TABLE limit_events (uuid TEXT PRIMARY KEY, session_id TEXT, timestamp TEXT, reset_at INTEGER, message TEXT);
  INSERT INTO limit_events (uuid) VALUES ('u1');`;

/** Every layout that was ever released or proposed (facts: older-dashboards.md, section 2). */
export const LAYOUTS: Readonly<Record<string, OlderLayoutSpec>> = {
  V0: { turns: [], sessions: [] },
  V1: { turns: [ID], sessions: [] },
  V2: { turns: [ID, HOUR], sessions: NAME },
  V3: { turns: [ID, HOUR], sessions: [...NAME, "account TEXT DEFAULT 'default'"] },
  V4: { turns: [ID, HOUR, 'machine_id TEXT'], sessions: [...NAME, 'machine_id TEXT'] },
  V5: { turns: [ID, ...AGENTS], sessions: [], more: AGENT_TABLE },
  V6: { turns: [ID, ...AGENTS], sessions: [], more: AGENT_TABLE + LIMITS },
  V7: {
    turns: [ID, ...AGENTS],
    sessions: ['topic TEXT'],
    more: `${AGENT_TABLE}${LIMITS}CREATE TABLE schema_meta (key TEXT PRIMARY KEY, value TEXT); PRAGMA user_version = 7;`,
  },
};

/** Writes an older database as its own program would have left it. */
export function buildOlder(
  path: string,
  spec: OlderLayoutSpec,
  turns: readonly Row[],
  sessions: readonly Row[] = [],
): void {
  const db = new Database(path);
  const turnColumns = [...TURNS_V0, ...spec.turns];
  const sessionColumns = [...SESSIONS_V0, ...spec.sessions];
  db.exec(`CREATE TABLE sessions (${sessionColumns.join(', ')}); CREATE TABLE turns (${turnColumns.join(', ')});
    CREATE TABLE processed_files (path TEXT PRIMARY KEY, mtime REAL, lines INTEGER);
    INSERT INTO processed_files VALUES ('/old/path.jsonl', 1.5, 7);
    CREATE INDEX idx_turns_session ON turns (session_id); CREATE INDEX idx_turns_timestamp ON turns (timestamp);
    CREATE INDEX idx_sessions_first ON sessions (first_timestamp); ${spec.more ?? ''}`);
  if (spec.turns.includes(ID) && spec.uniqueIds !== false) {
    db.exec(
      `CREATE UNIQUE INDEX idx_turns_message_id ON turns (message_id) WHERE message_id IS NOT NULL AND message_id != ''`,
    );
  }
  db.transaction(() => {
    insert(db, 'turns', turnColumns, turns);
    insert(db, 'sessions', sessionColumns, sessions);
  })();
  db.close();
}

function insert(db: Database.Database, table: string, definitions: readonly string[], rows: readonly Row[]): void {
  const names = definitions.map((d) => d.split(' ')[0]!.replaceAll('"', ''));
  for (const row of rows) {
    const given = names.filter((n) => row[n] !== undefined);
    const columns = given.map((n) => `"${n}"`).join(', ');
    db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${given.map(() => '?').join(', ')})`).run(
      ...given.map((n) => row[n]),
    );
  }
}

/** The rows of a table or view, as they are read back. */
export function readRows(path: string, sql: string): Row[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<unknown[], Row>(sql).all();
  } finally {
    db.close();
  }
}
