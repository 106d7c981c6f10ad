import type { Command } from 'commander';
import type { ProjectRow } from '../../contract/reports/usage-row.ts';
import { projects } from '../../reports/projects.ts';
import type { Cli } from '../cli.ts';
import { formatLocalTime } from '../render/local-time.ts';
import { renderUsageTable } from '../render/usage-table.ts';
import { heading } from '../render/view.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['projects --since 2026-11-01', 'projects --machine laptop --breakdown'],
    report: projects,
    print: (report, view) => {
      const head = heading(view, 'Usage by project', report.meta);
      if (report.projects.length === 0) return `${head}\n\nNothing was used.`;
      const own = [
        { title: 'Project', align: 'left', priority: 100, min: 16, cell: (r: ProjectRow) => r.project },
        {
          title: 'Last active',
          align: 'left',
          priority: 26,
          quiet: true,
          cell: (r: ProjectRow) => formatLocalTime(report.meta.timezone, r.lastActivity),
        },
      ] as const;
      return `${head}\n\n${renderUsageTable({ view, own, rows: report.projects, totals: report.totals, withModels: true })}`;
    },
  });
}
