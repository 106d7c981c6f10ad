import { parseTimestamp } from '../../lib/timestamp.ts';
import type { Connection, SqlValue } from '../dialect/dialect.ts';
import type { OlderTable } from './layout.ts';

/** What the older `sessions` table knows about a session, its gaps empty. */
export interface OlderSession {
  readonly project: string;
  readonly branch: string;
  readonly title: string;
  readonly machine: string;
  /** NaN when not known. */
  readonly firstMs: number;
  readonly lastMs: number;
}

const NOTHING: OlderSession = { project: '', branch: '', title: '', machine: '', firstMs: NaN, lastMs: NaN };
const MAX_TITLE = 200;

/** Reads one session at a time by its id. `table` is the sessions table under the name it is kept as. */
export function olderSessions(connection: Connection, table: OlderTable): (id: string) => OlderSession {
  if (!table.has('session_id')) return () => NOTHING;
  const column = (name: string): string => (table.has(name) ? name : 'NULL');
  const names = [
    'project_name',
    'git_branch',
    'session_name',
    'topic',
    'machine_id',
    'first_timestamp',
    'last_timestamp',
  ];
  const find = connection.prepare(
    `SELECT ${names.map((n) => `${column(n)} AS ${n}`).join(', ')} FROM ${table.keptAs} WHERE session_id = ?`,
  );
  return (id) => {
    const row = find.get(id);
    return row ? toSession(row) : NOTHING;
  };
}

function toSession(row: Record<string, SqlValue>): OlderSession {
  const text = (name: string): string => String(row[name] ?? '').trim();
  return {
    project: text('project_name'),
    branch: text('git_branch'),
    title: (text('session_name') || text('topic')).slice(0, MAX_TITLE),
    machine: text('machine_id'),
    firstMs: parseTimestamp(text('first_timestamp')),
    lastMs: parseTimestamp(text('last_timestamp')),
  };
}
