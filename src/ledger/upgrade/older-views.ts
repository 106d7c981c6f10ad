import { sessionsView, turnsView } from '../compat-views.ts';
import type { Connection } from '../dialect/dialect.ts';
import { type OlderLayout, type OlderTable, quoted } from './layout.ts';

/** Columns of the compatibility views, in their order. Everything else an older table had is shown beside them. */
const TURN_COLUMNS = [
  'id',
  'session_id',
  'timestamp',
  'model',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_creation_tokens',
  'cache_1h_tokens',
  'tool_name',
  'cwd',
  'message_id',
  'machine_id',
  'is_subagent',
  'agent_id',
];
const SESSION_COLUMNS = [
  'session_id',
  'project_name',
  'first_timestamp',
  'last_timestamp',
  'git_branch',
  'total_input_tokens',
  'total_output_tokens',
  'total_cache_read',
  'total_cache_creation',
  'total_cache_1h',
  'model',
  'turn_count',
  'session_name',
  'machine_id',
];

/** Makes the views `turns` and `sessions` over the ledger, with the unknown columns of the older tables. */
export function createOlderViews(connection: Connection, layout: OlderLayout): void {
  const turns = unknown(layout.turns, TURN_COLUMNS).map((c) => `, ${turnColumn(layout.turns, c)} AS ${quoted(c)}`);
  connection.exec(turnsView({ columns: turns.join(''), union: '' }));
  const others = unknown(layout.sessions, SESSION_COLUMNS);
  const columns = others.map(
    (c) => `, (SELECT o.${quoted(c)} FROM legacy_sessions o WHERE o.session_id = s.uid) AS ${quoted(c)}`,
  );
  connection.exec(sessionsView({ columns: columns.join(''), union: sessionsWithoutTurns(layout.sessions, others) }));
}

const unknown = (table: OlderTable, known: readonly string[]): readonly string[] =>
  table.columns.filter((c) => !known.includes(c.toLowerCase()));

/** By message id, whose partial unique index needs both conditions, else by the link of a row without an id. */
function turnColumn(table: OlderTable, column: string): string {
  const linked = `(SELECT o.${quoted(column)} FROM legacy_link k JOIN legacy_turns o ON o.rowid = k.legacy_id WHERE k.event_key = e.key)`;
  if (!table.has('message_id')) return linked;
  const named = `(SELECT o.${quoted(column)} FROM legacy_turns o WHERE o.message_id = e.key AND o.message_id IS NOT NULL AND o.message_id != '')`;
  return `COALESCE(${named}, ${linked})`;
}

/** A session whose turns are gone has nothing to count; its row stays to be seen. */
function sessionsWithoutTurns(table: OlderTable, others: readonly string[]): string {
  if (!table.has('session_id')) return '';
  const select = SESSION_COLUMNS.map((c) => (table.has(c) ? `o.${c}` : 'NULL'));
  return ` UNION ALL SELECT ${[...select, ...others.map((c) => `o.${quoted(c)}`)].join(', ')} FROM legacy_sessions o
    WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.uid = o.session_id AND s.last_ms IS NOT NULL)`;
}
