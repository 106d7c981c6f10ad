import type { MachinesReport } from '../contract/reports/machines.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { MachineRow } from '../contract/reports/usage-row.ts';
import { byCost } from './by-cost.ts';
import { envelopeOf, isoOf } from './envelope.ts';
import type { UsageFold } from './fold.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';

/** Machines with a turn in range, dearest first. Throws `usage` as `openScope` does. */
export async function machines(context: ReportContext, options: ReportOptions = {}): Promise<MachinesReport> {
  const scope = await openScope(context, options);
  const fold = await scope.fold(['machine'], (cell) => cell.machine!);
  const rows = await machineRowsOf(scope, fold);
  rows.sort(byCost((row) => `${row.machine} ${row.machineId}`, options.order));
  return { machines: rows, ...(await envelopeOf(scope, fold)) };
}

async function machineRowsOf(scope: ReportScope, fold: UsageFold<number>): Promise<MachineRow[]> {
  const counts = await scope.reader.sessionCounts({ ...scope.query, by: ['machine'] });
  const sessions = new Map(counts.map((c) => [c.machine!, c.sessions]));
  const last = await scope.reader.lastActivity('machine', scope.query);
  const facts = new Map((await scope.reader.machines()).map((m) => [m.id, m]));
  return [...fold.keys()].map((id) => {
    const machine = facts.get(id);
    const lastMs = last.get(id);
    return {
      machineId: machine?.uid ?? '',
      machine: machine?.name ?? '',
      member: machine?.member ?? '',
      team: machine?.team ?? '',
      lastActivity: lastMs === undefined ? null : isoOf(lastMs),
      ...fold.row(id, sessions.get(id) ?? 0),
    };
  });
}
