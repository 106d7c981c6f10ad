import { type Command, Option } from 'commander';
import { today } from '../../reports/today.ts';
import type { Cli } from '../cli.ts';
import { printModels } from '../render/models.ts';
import { heading } from '../render/view.ts';
import { configureReport } from '../report-command.ts';
import type { ReportFlags } from '../report-options.ts';

interface TodayFlags extends ReportFlags {
  readonly hint?: boolean;
}
const HINT = 'claude-usage dashboard opens the page · claude-usage daily lists the days · claude-usage --help';

export function configure(command: Command, cli: Cli): void {
  configureReport<Awaited<ReturnType<typeof today>>, TodayFlags>(command, cli, {
    ranged: false,
    examples: ['today', 'today --no-scan --json'],
    extend: (target) => target.addOption(new Option('--hint').hideHelp()),
    report: today,
    print: (report, view, flags) => {
      const head = heading(view, 'Today', report.meta);
      const body =
        report.today.length === 0 ? 'Nothing was used today.' : printModels(view, report.today, report.totals);
      return [head, '', body, ...(flags.hint === true ? ['', view.style.dim(HINT)] : [])].join('\n');
    },
  });
}
