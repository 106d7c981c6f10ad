import type { Command } from 'commander';
import { monthly } from '../../reports/monthly.ts';
import type { Cli } from '../cli.ts';
import { printPeriods } from '../render/periods.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['monthly', 'monthly --order desc --json'],
    report: monthly,
    print: (report, view) => printPeriods(view, 'Monthly usage', 'Month', report.monthly, report),
  });
}
