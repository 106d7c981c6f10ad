import type { Connection } from './dialect/dialect.ts';

const EARLIEST = 'FROM event e WHERE e.session_id = session.id ORDER BY e.ts_ms, e.key LIMIT 1';
const SET_FACTS = `UPDATE session SET
  first_ms = (SELECT e.ts_ms ${EARLIEST}),
  last_ms = (SELECT MAX(e.ts_ms) FROM event e WHERE e.session_id = session.id),
  project_id = COALESCE((SELECT f.project_id FROM event e JOIN folder f ON f.id = e.folder_id
    WHERE e.session_id = session.id ORDER BY e.ts_ms, e.key LIMIT 1), 0),
  machine_id = COALESCE((SELECT e.machine_id ${EARLIEST}), 0),
  branch_id = COALESCE((SELECT e.branch_id ${EARLIEST}), 0)`;

/** Derives first and last turn, project, machine and branch of the given sessions from their turns. */
export function refreshSessions(connection: Connection, sessions: ReadonlySet<number>): void {
  const one = connection.prepare(`${SET_FACTS} WHERE id = ?`);
  for (const id of sessions) one.run(id);
}

/** The same for every session. */
export function refreshAllSessions(connection: Connection): void {
  connection.exec(SET_FACTS);
}

/** The highest (rank, position, text) wins, whichever is seen first. */
export const SET_TITLE = `UPDATE session SET title = ?, title_rank = ?, title_pos = ?
  WHERE id = ? AND (title_rank, title_pos, title) < (?, ?, ?)`;
