import { type Command, Option } from 'commander';
import type { SessionReport } from '../../contract/reports/session.ts';
import type { SessionRow } from '../../contract/reports/usage-row.ts';
import { session } from '../../reports/session.ts';
import type { Cli } from '../cli.ts';
import { formatLocalTime } from '../render/local-time.ts';
import { distinctLength } from '../render/names.ts';
import { renderUsageTable, type OwnColumn } from '../render/usage-table.ts';
import { heading } from '../render/view.ts';
import { configureReport, runReport, type ReportVerb } from '../report-command.ts';
import type { ReportFlags } from '../report-options.ts';

interface SessionFlags extends ReportFlags {
  /** As users of ccusage ask for one session. */
  readonly id?: string;
}

export function configure(command: Command, cli: Cli): void {
  configureReport(command, cli, SESSIONS);
  command
    .addOption(new Option('-i, --id <id>', 'the same as session show ID').hideHelp())
    .action(async (flags: SessionFlags) =>
      flags.id === undefined ? runReport(cli, SESSIONS, flags) : showSession(cli, flags.id, flags),
    );
  command
    .command('show')
    .description('one session, turn by turn')
    .argument('<id>', 'its id, or how it begins')
    .option('-j, --json', 'JSON, exact and stable, instead of a table')
    .option('-z, --timezone <zone>', 'IANA zone of the times')
    .option('--currency <code>', 'currency of the table; JSON stays in USD')
    .option('--no-scan', 'answer from the ledger as it is')
    .action(async (id: string, _own: unknown, self: Command) => showSession(cli, id, self.optsWithGlobals()));
}

const SESSIONS: ReportVerb<SessionReport> = {
  ranged: true,
  examples: ['session --since 2026-11-01', 'session show 3f2a91c0', 'session --order desc --json'],
  report: session,
  print: (report, view) => {
    const head = heading(view, 'Usage by session', report.meta);
    const rows = report.session;
    if (rows.length === 0) return `${head}\n\nNothing was used.`;
    const own = columns(rows, report.meta.timezone);
    return `${head}\n\n${renderUsageTable({ view, own, rows, totals: report.totals, withModels: true, withSessions: false })}`;
  },
};

async function showSession(cli: Cli, id: string, flags: SessionFlags): Promise<void> {
  const [{ sessionShow }, { printSession }] = await Promise.all([
    import('../../reports/session-show.ts'),
    import('../render/session.ts'),
  ]);
  await runReport(
    cli,
    {
      local: true,
      report: (context, options) => sessionShow(context, id, options),
      print: (report, view) => printSession(view, report),
    },
    flags,
  );
}

function columns(rows: readonly SessionRow[], zone: string): OwnColumn<SessionRow>[] {
  const length = distinctLength(rows.map((row) => row.sessionId));
  const own: OwnColumn<SessionRow>[] = [
    { title: 'Session', align: 'left', priority: 100, min: 8, cell: (r) => r.sessionId.slice(0, length) },
    {
      title: 'Last active',
      align: 'left',
      priority: 65,
      quiet: true,
      cell: (r) => formatLocalTime(zone, r.lastActivity),
    },
    { title: 'Project', align: 'left', priority: 68, min: 20, max: 32, cell: (r) => r.project },
  ];
  if (rows.some((r) => r.title !== '')) {
    own.push({ title: 'Title', align: 'left', priority: 28, min: 14, max: 40, cell: (r) => r.title });
  }
  if (new Set(rows.map((r) => r.machineId)).size > 1) {
    own.push({ title: 'Machine', align: 'left', priority: 27, min: 8, max: 20, quiet: true, cell: (r) => r.machine });
  }
  return own;
}
