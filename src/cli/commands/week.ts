import type { Command } from 'commander';
import { week } from '../../reports/week.ts';
import type { PeriodRow } from '../../contract/reports/usage-row.ts';
import type { Cli } from '../cli.ts';
import { printModels } from '../render/models.ts';
import { bar, renderUsageTable } from '../render/usage-table.ts';
import { heading } from '../render/view.ts';
import { configureReport } from '../report-command.ts';

const BAR_CELLS = 12;

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: false,
    examples: ['week', 'week --project my-app'],
    report: week,
    print: (report, view) => {
      const head = heading(view, 'The last seven days', report.meta);
      const days = renderUsageTable({
        view,
        own: dayColumns(report.week),
        rows: report.week,
        totals: report.totals,
        withModels: false,
      });
      if (report.models.length === 0) return `${head}\n\n${days}`;
      const models = printModels(view, report.models, report.totals);
      return [head, '', days, '', view.style.bold('By model'), '', models].join('\n');
    },
  });
}

function dayColumns(rows: readonly PeriodRow[]) {
  const most = rows.reduce((high, row) => Math.max(high, row.totalCost), 0);
  return [
    { title: 'Day', align: 'left', priority: 100, cell: (r: PeriodRow) => `${weekdayOf(r.period)} ${r.period}` },
    { title: '', align: 'left', priority: 24, quiet: true, cell: (r: PeriodRow) => bar(r.totalCost, most, BAR_CELLS) },
  ] as const;
}

/** `Mon` of `2026-11-23`. */
function weekdayOf(day: string): string {
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}
