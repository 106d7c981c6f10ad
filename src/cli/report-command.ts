/** One way for all reports: options, scan first, ask, print as JSON or as a table. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '../contract/errors.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { Envelope } from '../contract/reports/usage-row.ts';
import type { ReadingThread } from '../ingest/reading-thread.ts';
import type { ReportContext } from '../reports/report-context.ts';
import type { Cli } from './cli.ts';
import { currencyOf } from './currency.ts';
import { addReportOptions, reportOptions, type ReportFlags } from './report-options.ts';
import { renderJson } from './render/json.ts';
import { coverageNotes, type View } from './render/view.ts';

export interface ReportVerb<R extends Envelope, F extends ReportFlags = ReportFlags> {
  /** Whether --since and --until make sense. */
  readonly ranged: boolean;
  readonly examples: readonly string[];
  /** Adds options of this report alone. */
  readonly extend?: (command: Command) => void;
  readonly report: (context: ReportContext, options: ReportOptions, flags: F) => Promise<R>;
  /** Asks this machine's ledger even where a database is shared: it alone knows folders and tools. */
  readonly local?: boolean;
  /** The table and what goes with it, without the notes on coverage. */
  readonly print: (report: R, view: View, flags: F) => string;
}

/** Makes a bare command the report. */
export function configureReport<R extends Envelope, F extends ReportFlags = ReportFlags>(
  command: Command,
  cli: Cli,
  verb: ReportVerb<R, F>,
): void {
  verb.extend?.(command);
  addReportOptions(command, { ranged: verb.ranged });
  if (verb.examples.length > 0) {
    command.addHelpText('after', `\nExamples:\n${verb.examples.map((line) => `  claude-usage ${line}`).join('\n')}`);
  }
  command.action(async (flags: F) => runReport(cli, verb, flags));
}

const EMPTY = 'The ledger holds no turn yet. See where it looked: claude-usage doctor';

/** Scans unless told not to, makes the report and prints it. */
export async function runReport<R extends Envelope, F extends ReportFlags>(
  cli: Cli,
  verb: Pick<ReportVerb<R, F>, 'report' | 'print' | 'local'>,
  flags: F,
): Promise<void> {
  cli.warnOfConfig();
  const view = viewOf(cli, flags);
  const options = reportOptions(cli, flags);
  const { away } = await readFirst(cli, flags);
  const make = async (context: ReportContext): Promise<{ report: R; isEmpty: boolean }> => {
    const report = await verb.report(context, options, flags);
    return { report, isEmpty: report.totals.turns === 0 && (await context.reader.stats()).turns === 0 };
  };
  const { report, isEmpty } = await made(cli, { mustExist: !flags.scan }, make, verb.local === true || away);
  if (flags.json === true) return cli.print(renderJson(report));
  const notes = coverageNotes(view, report.coverage);
  if (isEmpty) notes.push(view.style.dim(EMPTY));
  await cli.print([verb.print(report, view, flags), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n'));
}

/** The report from the shared database, or from the ledger when there is none or it fails on the way. */
async function made<R>(
  cli: Cli,
  options: { readonly mustExist: boolean },
  report: (context: ReportContext) => Promise<R>,
  local: boolean,
): Promise<R> {
  if (local || cli.app.config.values.backend !== 'postgres') return report(await cli.app.reportContext(options));
  const { silent, failed, ...context } = await cli.app.sharedContext(options);
  if (silent !== undefined) cli.warn(`${silent} These are the figures of this ledger, the others as last heard`);
  try {
    return await report(context);
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'workspace-unreachable') throw error;
    failed(error);
    cli.warn(`${error.message} These are the figures of this ledger, the others as last heard`);
    return report(await cli.app.reportContext(options));
  }
}

export function viewOf(cli: Cli, flags: Pick<ReportFlags, 'breakdown' | 'currency'>): View {
  return {
    width: cli.width,
    style: cli.style,
    currency: currencyOf(cli, flags.currency),
    breakdown: flags.breakdown === true,
  };
}

/**
 * Reads new transcripts into the ledger and syncs it with the workspace, unless `--no-scan`. `away`: the workspace does not
 * answer, and the user was told.
 */
export async function readFirst(
  cli: Cli,
  flags: Pick<ReportFlags, 'scan' | 'projectsDir'>,
): Promise<{ readonly away: boolean }> {
  if (!flags.scan) return { away: false };
  const thread = await threadOfFirstScan(cli);
  try {
    const { scanTranscripts } = await import('./scan-transcripts.ts');
    await scanTranscripts(cli, { projectsDirs: flags.projectsDir ?? [], full: false, thread });
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'ledger-busy') throw error;
    cli.warn(`another scan is at work; these are the figures before it. ${error.hint}`);
    return { away: false };
  } finally {
    await thread?.stop();
  }
  const { backend, sharedDb } = cli.app.config.values;
  if (backend !== 'postgres' && sharedDb === null) return { away: false };
  const { syncQuietly } = await import('./open-workspace.ts');
  return { away: !(await syncQuietly(cli)) };
}

/** Without a ledger all history is to be read: the thread for it comes up while the ledger is made. */
async function threadOfFirstScan(cli: Cli): Promise<ReadingThread | undefined> {
  if (existsSync(cli.app.config.values.ledgerPath)) return undefined;
  const [{ ReadingThread }, { compilersGiveWay }] = await Promise.all([
    import('../ingest/reading-thread.ts'),
    import('../lib/compiler-threads.ts'),
  ]);
  compilersGiveWay();
  return new ReadingThread();
}
