import type { Command } from 'commander';
import { daily } from '../../reports/daily.ts';
import type { Cli } from '../cli.ts';
import { printPeriods } from '../render/periods.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['daily', 'daily --since 2026-11-01 --breakdown', 'daily --project my-app --json'],
    report: daily,
    print: (report, view) => printPeriods(view, 'Daily usage', 'Day', report.daily, report),
  });
}
