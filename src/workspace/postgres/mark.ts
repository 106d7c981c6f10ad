/** How far this ledger has read what a machine told, kept with the papers of the workspace. */
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import type { WorkspaceState } from '../../ledger/workspace-state.ts';

export interface Mark {
  /** The workspace, and how often the machine began anew in it: what is told under another one is read from its start. */
  readonly lineage: string;
  /** The last turn that was read, by the change it came with and its key. */
  readonly seq: number;
  readonly key: string;
  /** The same of titles, by the number of the session. */
  readonly titleSeq: number;
  readonly titleSession: number;
  /** Whether nothing came after it when it was read. The database numbers its changes one by one: what comes has a higher number. */
  readonly atEnd?: boolean;
}

export const lineageOf = (workspace: string, generation: number): string => `${workspace}/${generation}`;
export const startOf = (lineage: string): Mark => ({ lineage, seq: 0, key: '', titleSeq: 0, titleSession: 0 });

const note = (uid: string): string => `pg_${uid}`;

/** Undefined: nothing of the machine was ever read. */
export function readMark(ledger: SqlLedger, uid: string): Mark | undefined {
  const text = ledger.workspace().note(note(uid));
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Mark);
}
export function writeMark(state: WorkspaceState, uid: string, mark: Mark): void {
  state.setNote(note(uid), JSON.stringify(mark));
}
/** What was read of the machine is not here any more. */
export function forgetMark(state: WorkspaceState, uid: string): void {
  state.setNote(note(uid), '');
}
