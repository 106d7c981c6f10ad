import { type Command, Option } from 'commander';
import type { ScanResult } from '../../ingest/scan-request.ts';
import type { Cli } from '../cli.ts';
import { collect } from '../report-options.ts';
import { counted, formatBytes, formatDuration } from '../render/figures.ts';
import { renderJson } from '../render/json.ts';
import { scanTranscripts } from '../scan-transcripts.ts';

interface ScanFlags {
  readonly projectsDir?: string[];
  readonly full?: boolean;
  readonly json?: boolean;
}

export function configure(command: Command, cli: Cli): void {
  command
    .addOption(
      new Option('--projects-dir <dir>', 'read this folder instead of the usual ones; repeatable').argParser(collect),
    )
    .option('--full', 'read every file from its start again; history is never deleted')
    .option('-j, --json', 'JSON instead of text')
    .addHelpText(
      'after',
      '\nExamples:\n  claude-usage scan\n  claude-usage scan --projects-dir /backup/.claude/projects',
    )
    .action(async (flags: ScanFlags) => runScan(cli, flags));
}

async function runScan(cli: Cli, flags: ScanFlags): Promise<void> {
  cli.warnOfConfig();
  const startedMs = cli.host.now();
  const result = await scanTranscripts(cli, { projectsDirs: flags.projectsDir ?? [], full: flags.full === true });
  const stats = await (await cli.app.ledger()).reader.stats();
  if (flags.json === true) {
    const { problems, ...counts } = result;
    const ledger = { path: cli.app.config.values.ledgerPath, turns: stats.turns, sessions: stats.sessions };
    return cli.print(renderJson({ scan: { ...counts, problems: problems.length }, ledger }));
  }
  const took = formatDuration(cli.host.now() - startedMs);
  await cli.print(
    `${readText(result, took)}\nThe ledger holds ${counted(stats.turns, 'turn')} of ${counted(stats.sessions, 'session')}.`,
  );
}

function readText(result: ScanResult, took: string): string {
  if (result.filesFound === 0) return 'No transcripts were found. claude-usage doctor shows where it looked.';
  const found = `${counted(result.filesFound, 'transcript')} found`;
  if (result.filesRead === 0) return `${found}, nothing new.`;
  const restarted = result.filesRestarted > 0 ? `, ${result.filesRestarted} of them from the start again` : '';
  return `${found}, ${result.filesRead} read${restarted}: ${formatBytes(result.bytes)} in ${took}.`;
}
