import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examine, type Findings } from '../doctor/examine.ts';
import { printFindings } from '../doctor/print.ts';
import { collect } from '../report-options.ts';
import { renderJson } from '../render/json.ts';

interface DoctorFlags {
  readonly verify?: boolean;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly projectsDir?: string[];
}

export function configure(command: Command, cli: Cli): void {
  command
    .option('--verify', 'recount every rollup from the turns and compare: proves the totals')
    .option('-a, --all', 'everything that was skipped, not only the first ten')
    .addOption(
      new Option('--projects-dir <dir>', 'look into this folder instead of the usual ones; repeatable').argParser(
        collect,
      ),
    )
    .option('-j, --json', 'JSON instead of text')
    .addHelpText('after', '\nReads only. Exit status 1 when the ledger is damaged or a recount differs.')
    .action(async (flags: DoctorFlags) => runDoctor(cli, flags));
}

async function runDoctor(cli: Cli, flags: DoctorFlags): Promise<void> {
  const findings = await examine(cli, { verify: flags.verify === true, projectsDirs: flags.projectsDir ?? [] });
  if (isIll(findings)) cli.exitCode = 1;
  if (flags.json === true) return cli.print(renderJson({ doctor: findings }));
  await cli.print(printFindings({ style: cli.style, width: cli.width }, findings, flags.all === true));
}

function isIll({ ledger }: Findings): boolean {
  if ('missing' in ledger) return false;
  return 'failed' in ledger || ledger.check !== 'ok' || ledger.verify?.ok === false;
}
