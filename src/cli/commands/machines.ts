import type { Command } from 'commander';
import type { MachineRow } from '../../contract/reports/usage-row.ts';
import { machines } from '../../reports/machines.ts';
import type { Cli } from '../cli.ts';
import { formatLocalTime } from '../render/local-time.ts';
import { renderUsageTable, type OwnColumn } from '../render/usage-table.ts';
import { heading } from '../render/view.ts';
import { configureReport } from '../report-command.ts';
import { addLifecycle } from '../machine-commands.ts';

export function configure(command: Command, cli: Cli): void {
  addLifecycle(command, cli);
  configureReport(command, cli, {
    ranged: true,
    examples: ['machines', 'machines --since 2026-11-01 --json'],
    report: machines,
    print: (report, view) => {
      const head = heading(view, 'Usage by machine', report.meta);
      const rows = report.machines;
      if (rows.length === 0) return `${head}\n\nNothing was used.`;
      const own: OwnColumn<MachineRow>[] = [
        { title: 'Machine', align: 'left', priority: 100, min: 12, cell: (r) => r.machine },
      ];
      if (rows.some((r) => r.member !== '')) own.push(label('Member', (r) => r.member));
      if (rows.some((r) => r.team !== '')) own.push(label('Team', (r) => r.team));
      own.push(label('Last active', (r) => formatLocalTime(report.meta.timezone, r.lastActivity)));
      return `${head}\n\n${renderUsageTable({ view, own, rows, totals: report.totals, withModels: true })}`;
    },
  });
}

function label(title: string, cell: (row: MachineRow) => string): OwnColumn<MachineRow> {
  return { title, align: 'left', priority: 26, quiet: true, cell };
}
