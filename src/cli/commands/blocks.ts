import type { Command } from 'commander';
import type { BlockRow, BlocksReport } from '../../contract/reports/blocks.ts';
import { blocks } from '../../reports/blocks.ts';
import type { Cli } from '../cli.ts';
import { counted, formatCount, formatMoney } from '../render/figures.ts';
import { formatLocalTime } from '../render/local-time.ts';
import { wrapText } from '../render/text-width.ts';
import { renderUsageTable } from '../render/usage-table.ts';
import { heading, type View } from '../render/view.ts';
import { configureReport } from '../report-command.ts';
import type { ReportFlags } from '../report-options.ts';

interface BlocksFlags extends ReportFlags {
  readonly active?: boolean;
}
const DERIVED = 'Derived from the times of the turns; the official windows begin when the server says so.';

export function configure(command: Command, cli: Cli): void {
  configureReport<BlocksReport, BlocksFlags>(command, cli, {
    ranged: true,
    examples: ['blocks --active', 'blocks --since 2026-11-20 --json'],
    extend: (target) => target.option('-a, --active', 'only the window that is running'),
    report: (context, options, flags) =>
      blocks(context, { ...options, ...(flags.active === undefined ? {} : { active: flags.active }) }),
    print: (report, view) => {
      const head = `${heading(view, '5-hour windows', report.meta)}\n${view.style.dim(wrapText(DERIVED, view.width))}`;
      if (report.blocks.length === 0) return `${head}\n\nNo window.`;
      return [head, '', table(report, view), ...running(report.blocks, view)].join('\n');
    },
  });
}

function table(report: BlocksReport, view: View): string {
  const zone = report.meta.timezone;
  const own = [
    { title: 'Window', align: 'left', priority: 100, cell: (b: BlockRow) => formatLocalTime(zone, b.startTime) },
    { title: 'To', align: 'left', priority: 85, quiet: true, cell: (b: BlockRow) => endText(b, zone) },
  ] as const;
  return renderUsageTable({
    view,
    own,
    rows: report.blocks,
    totals: report.totals,
    withModels: true,
    withSessions: false,
  });
}

function endText(block: BlockRow, zone: string): string {
  return block.isActive ? 'running' : formatLocalTime(zone, block.endTime).slice(11);
}

function running(rows: readonly BlockRow[], view: View): string[] {
  return rows.flatMap(({ isActive, burnRate, projection }) => {
    if (!isActive || burnRate === null || projection === null) return [];
    const rate = `${formatCount(Math.round(burnRate.tokensPerMinute))} tokens a minute, ${formatMoney(burnRate.costPerHour, view.currency)} an hour`;
    const end = `${formatCount(projection.totalTokens)} tokens, ${formatMoney(projection.totalCost, view.currency)}`;
    const left = counted(projection.remainingMinutes, 'minute');
    return ['', wrapText(`Running: ${rate}; at that rate ${end} at its end in ${left}.`, view.width)];
  });
}
