import type { Command } from 'commander';
import type { StatsReport } from '../../contract/reports/stats.ts';
import type { ProjectRow } from '../../contract/reports/usage-row.ts';
import { stats } from '../../reports/stats.ts';
import type { Cli } from '../cli.ts';
import { formatCount, formatInteger, formatMoney } from '../render/figures.ts';
import { printFacts } from '../render/facts.ts';
import { printModels } from '../render/models.ts';
import { renderUsageTable } from '../render/usage-table.ts';
import { costText, heading, type View } from '../render/view.ts';
import { configureReport } from '../report-command.ts';

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, {
    ranged: true,
    examples: ['stats', 'stats --since 2026-01-01'],
    report: stats,
    print: (report, view) => {
      const head = heading(view, 'In short', report.meta);
      if (report.stats.firstDay === null) return `${head}\n\nNothing was used.`;
      const { bold } = view.style;
      return [
        head,
        '',
        printFacts(view, factsOf(report, view)),
        '',
        bold('By model'),
        '',
        printModels(view, report.models, report.totals),
        '',
        bold(report.projects.length < report.stats.projects ? 'The dearest projects' : 'By project'),
        '',
        projectTable(report, view),
      ].join('\n');
    },
  });
}

function factsOf({ stats: s, totals }: StatsReport, view: View): [string, string][] {
  const money = (usd: number): string => formatMoney(usd, view.currency);
  return [
    ['Period', `${s.firstDay ?? ''} to ${s.lastDay ?? ''}, ${formatInteger(s.activeDays)} days with usage`],
    ['Cost', costText(view, totals)],
    [
      'Tokens',
      `${formatCount(totals.totalTokens)}  (${formatCount(totals.inputTokens)} input, ${formatCount(totals.outputTokens)} output, ${formatCount(totals.cacheCreationTokens)} cache write, ${formatCount(totals.cacheReadTokens)} cache read)`,
    ],
    [
      'Sessions',
      `${formatInteger(totals.sessions)} with ${formatInteger(totals.turns)} turns in ${formatInteger(s.projects)} projects`,
    ],
    ...(s.machines > 1 ? [['Machines', formatInteger(s.machines)] as [string, string]] : []),
    [
      'Last 30 days',
      `${money(s.last30Days.cost)}, ${money(s.last30Days.costPerDay)} and ${formatCount(Math.round(s.last30Days.tokensPerDay))} tokens a day`,
    ],
  ];
}

/** The five dearest; their sum is not the total, which stands above. */
function projectTable(report: StatsReport, view: View): string {
  const own = [
    { title: 'Project', align: 'left', priority: 100, min: 16, cell: (r: ProjectRow) => r.project },
  ] as const;
  return renderUsageTable({
    view,
    own,
    rows: report.projects,
    totals: report.totals,
    totalLabel: 'All projects',
    withModels: false,
  });
}
