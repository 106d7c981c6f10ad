import type { MachinePapers } from '../contract/reports/machine-papers.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { MachineStatus } from '../workspace/status.ts';
import type { WorkspaceSettings } from '../workspace/open-target.ts';

/** A database counts every row for this, so its answer serves for a while, in milliseconds. */
const SERVES_MS = 5 * 60_000;

/**
 * What the workspace says of the other machines, as the thread answers it. A folder's papers are in the ledger; a database
 * is asked, and throws `workspace-unreachable`.
 */
export function papersOf(workspace: WorkspaceSettings, ledger: SqlLedger): () => Promise<readonly MachinePapers[]> {
  let last: { readonly atMs: number; readonly papers: readonly MachinePapers[] } | undefined;
  return async () => {
    if (workspace.kind === 'folder') {
      const { machineStatuses } = await import('../workspace/status.ts');
      return (await machineStatuses(ledger)).map((status) => paperOf(status, 'parts'));
    }
    const atMs = Date.now();
    if (last && atMs - last.atMs < SERVES_MS) return last.papers;
    const { openTarget } = await import('../workspace/open-target.ts');
    await using target = await openTarget(workspace, { ledger, nowMs: Date.now, notice: () => undefined });
    const { present, machines } = await target.status();
    // Away: the sync says so. What was known last stands, and is asked for again.
    if (!present) return last?.papers ?? [];
    last = { atMs, papers: machines.map((status) => paperOf(status, 'turns')) };
    return last.papers;
  };
}

function paperOf({ machine, ...status }: MachineStatus, unit: MachinePapers['unit']): MachinePapers {
  const { version, have, of, complete, inDoubt, reasons, clockAheadSeconds } = status;
  return { machineId: machine, unit, version, have, of, complete, inDoubt, reasons, clockAheadSeconds };
}
