import { openSqlite } from '../../src/ledger/dialect/sqlite.ts';

/**
 * Everything in a ledger that a report could show, as sorted text lines: no ids, no file numbers, no times of scanning.
 * Two ledgers are equal when their dumps are.
 */
export function dumpLedger(path: string): string[] {
  const connection = openSqlite(path, { readonly: true });
  try {
    return [
      ...rows(connection, TURNS),
      ...rows(connection, SESSIONS),
      ...rows(connection, SLICES),
      ...rows(connection, COSTS),
    ].sort();
  } finally {
    void connection.close();
  }
}

function rows(connection: ReturnType<typeof openSqlite>, sql: string): string[] {
  return connection
    .prepare(sql)
    .all()
    .map((r) => JSON.stringify(r));
}

const TURNS = `SELECT 'turn' AS what, e.key, e.ts_ms, s.uid, f.path, p.key AS project, c.model, c.fast, c.batch, c.us, c.context, t.text AS tools,
  a.text AS agent, b.text AS branch, v.text AS version, e.flags, e.input, e.output, e.cache_5m, e.cache_1h, e.cache_read, e.web_searches
  FROM event e JOIN session s ON s.id = e.session_id JOIN folder f ON f.id = e.folder_id JOIN project p ON p.id = f.project_id
  JOIN price_class c ON c.id = e.class_id JOIN label t ON t.id = e.tools_id JOIN label a ON a.id = e.agent_id
  JOIN label b ON b.id = e.branch_id JOIN label v ON v.id = e.version_id`;
const SESSIONS = `SELECT 'session' AS what, s.uid, s.title, s.first_ms, s.last_ms, p.key AS project, b.text AS branch
  FROM session s LEFT JOIN project p ON p.id = s.project_id LEFT JOIN label b ON b.id = s.branch_id`;
const SLICES = `SELECT 'slice' AS what, x.quarter, s.uid, p.key AS project, c.model, c.fast, c.batch, c.us, c.context, x.side, x.turns, x.unfinal, x.input,
  x.output, x.cache_5m, x.cache_1h, x.cache_read, x.web_searches
  FROM slice x JOIN session s ON s.id = x.session_id JOIN project p ON p.id = x.project_id JOIN price_class c ON c.id = x.class_id`;
const COSTS = `SELECT 'cost' AS what, s.uid, k.start_ms, k.model, k.input, k.output, k.cache_creation, k.cache_read, k.cost_nano
  FROM session_cost k JOIN session s ON s.id = k.session_id`;
