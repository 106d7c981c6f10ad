/** Who writes the snapshot at `db_path`: one machine, so that no two write one path. */
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { WorkspaceState } from '../ledger/workspace-state.ts';

const OWN = 'snapshot_claim';
const of = (machine: string): string => `claim_${machine}`;
const claimAt = (state: WorkspaceState, note: string): number => Number(state.note(note) ?? '0');

/** 0: none. */
export const ownClaim = (ledger: Pick<SqlLedger, 'workspace'>): number => claimAt(ledger.workspace(), OWN);

/** What another machine's newest card claims. Belongs to the caller's transaction. */
export function rememberClaim(state: WorkspaceState, machine: string, claim: number): void {
  state.setNote(of(machine), String(claim));
}

/** Claims it over everybody who was heard of. Who makes the workspace does, and who takes it over by command. */
export async function claimSnapshot(ledger: SqlLedger): Promise<void> {
  await ledger.write((w) => {
    const others = w.workspace.peers().map((p) => claimAt(w.workspace, of(p.machine)));
    w.workspace.setNote(OWN, String(Math.max(0, ...others) + 1));
  });
}

/** Whether nobody that was heard of has the better claim; `self` is this machine's uid. */
export function isSnapshotWriter(ledger: Pick<SqlLedger, 'workspace'>, self: string): boolean {
  const state = ledger.workspace();
  const own = claimAt(state, OWN);
  if (own === 0) return false;
  return state.peers().every(({ machine }) => {
    const claim = claimAt(state, of(machine));
    return claim < own || (claim === own && self < machine);
  });
}
