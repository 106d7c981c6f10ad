/** Format 1 of the ledger. Frozen once released: a later format is a new file. */
const SUMS = `
  turns BIGINT NOT NULL, unfinal BIGINT NOT NULL, input BIGINT NOT NULL, output BIGINT NOT NULL,
  cache_5m BIGINT NOT NULL, cache_1h BIGINT NOT NULL, cache_read BIGINT NOT NULL, web_searches BIGINT NOT NULL`;

const DIMENSIONS = [
  `CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE machine (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, member TEXT NOT NULL DEFAULT '',
    team TEXT NOT NULL DEFAULT '', is_self INTEGER NOT NULL DEFAULT 0, last_heard_ms BIGINT,
    alias TEXT NOT NULL DEFAULT '', merged_into INTEGER, retired INTEGER NOT NULL DEFAULT 0, missing_parts INTEGER NOT NULL DEFAULT 0)`,
  `CREATE TABLE project (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, repository TEXT)`,
  `CREATE TABLE folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL, project_id INTEGER NOT NULL, UNIQUE (path, project_id))`,
  `CREATE TABLE price_class (
    id INTEGER PRIMARY KEY, model TEXT NOT NULL, fast INTEGER NOT NULL, batch INTEGER NOT NULL, us INTEGER NOT NULL,
    context INTEGER NOT NULL, UNIQUE (model, fast, batch, us, context))`,
  `CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)`,
  `CREATE TABLE session (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT '', title_rank INTEGER NOT NULL DEFAULT 0,
    title_pos BIGINT NOT NULL DEFAULT 0, project_id INTEGER NOT NULL DEFAULT 0, machine_id INTEGER NOT NULL DEFAULT 0,
    branch_id INTEGER NOT NULL DEFAULT 0, first_ms BIGINT, last_ms BIGINT)`,
  `CREATE INDEX session_last ON session (last_ms)`,
];

const READING = [
  `CREATE TABLE file (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, source TEXT NOT NULL, stamp TEXT NOT NULL, born_ms BIGINT NOT NULL,
    read_offset BIGINT NOT NULL, proof TEXT NOT NULL, last_timestamp_ms BIGINT, fast_lines BIGINT NOT NULL DEFAULT 0, slow_lines BIGINT NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0)`,
  `CREATE TABLE problem (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL, read_offset BIGINT, kind TEXT NOT NULL, detail TEXT NOT NULL, seen_ms BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX problem_place ON problem (path, kind, COALESCE(read_offset, -1))`,
  `CREATE TABLE session_cost (
    session_id INTEGER NOT NULL, start_ms BIGINT NOT NULL, model TEXT NOT NULL, input BIGINT NOT NULL, output BIGINT NOT NULL,
    cache_creation BIGINT NOT NULL, cache_read BIGINT NOT NULL, web_searches BIGINT NOT NULL, cost_nano BIGINT NOT NULL,
    PRIMARY KEY (session_id, start_ms, model)) WITHOUT ROWID`,
  `CREATE TABLE limit_hit (
    key TEXT PRIMARY KEY, ts_ms BIGINT NOT NULL, session_id INTEGER NOT NULL, kind TEXT NOT NULL, resets_ms BIGINT) WITHOUT ROWID`,
];

const SHARING = [
  `CREATE TABLE own_segment (
    incarnation TEXT NOT NULL, name TEXT NOT NULL, low BIGINT NOT NULL, high BIGINT NOT NULL, hash TEXT NOT NULL, sums TEXT NOT NULL,
    state TEXT NOT NULL, made_ms BIGINT NOT NULL, covered_ms BIGINT, body BLOB NOT NULL, PRIMARY KEY (incarnation, name))`,
  `CREATE TABLE peer (
    machine TEXT PRIMARY KEY, public_key TEXT NOT NULL, card_number BIGINT NOT NULL DEFAULT 0, version TEXT NOT NULL DEFAULT '',
    manifest_number BIGINT NOT NULL DEFAULT 0, manifest TEXT NOT NULL DEFAULT '', skew_ms BIGINT NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '') WITHOUT ROWID`,
  `CREATE TABLE peer_segment (
    machine TEXT NOT NULL, incarnation TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    rows BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (machine, incarnation, name)) WITHOUT ROWID`,
];

const FACTS = [
  `CREATE TABLE event (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, ts_ms BIGINT NOT NULL, session_id INTEGER NOT NULL, folder_id INTEGER NOT NULL,
    machine_id INTEGER NOT NULL, class_id INTEGER NOT NULL, branch_id INTEGER NOT NULL, tools_id INTEGER NOT NULL,
    agent_id INTEGER NOT NULL, version_id INTEGER NOT NULL, file_id INTEGER NOT NULL, flags INTEGER NOT NULL,
    input BIGINT NOT NULL, output BIGINT NOT NULL, cache_5m BIGINT NOT NULL, cache_1h BIGINT NOT NULL,
    cache_read BIGINT NOT NULL, web_searches BIGINT NOT NULL)`,
  `CREATE TABLE event_copy (
    event_id INTEGER NOT NULL, machine_id INTEGER NOT NULL, ts_ms BIGINT NOT NULL, session_id INTEGER NOT NULL,
    folder_id INTEGER NOT NULL, class_id INTEGER NOT NULL, branch_id INTEGER NOT NULL, tools_id INTEGER NOT NULL,
    agent_id INTEGER NOT NULL, version_id INTEGER NOT NULL, file_id INTEGER NOT NULL, flags INTEGER NOT NULL,
    input BIGINT NOT NULL, output BIGINT NOT NULL, cache_5m BIGINT NOT NULL, cache_1h BIGINT NOT NULL,
    cache_read BIGINT NOT NULL, web_searches BIGINT NOT NULL, PRIMARY KEY (event_id, machine_id)) WITHOUT ROWID`,
  `CREATE INDEX event_copy_machine ON event_copy (machine_id)`,
  `CREATE TABLE dirty_event (event_id INTEGER PRIMARY KEY)`,
  `CREATE TABLE slice (
    quarter BIGINT NOT NULL, session_id INTEGER NOT NULL, project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL,
    class_id INTEGER NOT NULL, side INTEGER NOT NULL, ${SUMS},
    PRIMARY KEY (quarter, session_id, project_id, machine_id, class_id, side)) WITHOUT ROWID`,
  `CREATE TABLE session_day (
    day INTEGER NOT NULL, epoch INTEGER NOT NULL, session_id INTEGER NOT NULL, project_id INTEGER NOT NULL,
    machine_id INTEGER NOT NULL, class_id INTEGER NOT NULL, side INTEGER NOT NULL, ${SUMS},
    PRIMARY KEY (day, session_id, project_id, machine_id, class_id, side, epoch)) WITHOUT ROWID`,
  `CREATE INDEX session_day_session ON session_day (session_id)`,
  `CREATE TABLE day_slice (
    day INTEGER NOT NULL, epoch INTEGER NOT NULL, project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL,
    class_id INTEGER NOT NULL, side INTEGER NOT NULL, ${SUMS},
    PRIMARY KEY (day, project_id, machine_id, class_id, side, epoch)) WITHOUT ROWID`,
];

export const EVENT_INDEX_NAMES = ['event_time', 'event_session'];
/** Secondary indexes, apart so that a first load can add them after the rows. */
export const EVENT_INDEXES = [
  `CREATE INDEX IF NOT EXISTS event_time ON event (ts_ms)`,
  `CREATE INDEX IF NOT EXISTS event_session ON event (session_id, ts_ms)`,
];
export const EVENT_KEY_INDEX = `CREATE UNIQUE INDEX IF NOT EXISTS event_key ON event (key)`;

export const LEDGER_FORMAT_1 = [...DIMENSIONS, ...READING, ...SHARING, ...FACTS, EVENT_KEY_INDEX, ...EVENT_INDEXES];
