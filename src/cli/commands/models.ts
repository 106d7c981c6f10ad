import type { Command } from 'commander';
import { models } from '../../reports/models.ts';
import type { Cli } from '../cli.ts';
import { printModels } from '../render/models.ts';
import { heading } from '../render/view.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['models', 'models --since 2026-11-01 --project my-app'],
    report: models,
    print: (report, view) => {
      const head = heading(view, 'Usage by model', report.meta);
      if (report.models.length === 0) return `${head}\n\nNothing was used.`;
      return `${head}\n\n${printModels(view, report.models, report.totals)}`;
    },
  });
}
