import type { Command } from 'commander';
import { weekly } from '../../reports/weekly.ts';
import type { Cli } from '../cli.ts';
import { printPeriods } from '../render/periods.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['weekly', 'weekly --week-start sunday'],
    report: weekly,
    print: (report, view) => printPeriods(view, 'Weekly usage', 'Week of', report.weekly, report),
  });
}
