import { envValue } from '../../config/paths.ts';
import { isLoopback } from '../../server/listen.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../contract/errors.ts';
import { type DashboardOptions, serveDashboard } from '../../server/serve-dashboard.ts';
import type { Cli } from '../cli.ts';
import { canOpenBrowser } from '../open-browser.ts';
import { collect } from '../report-options.ts';

interface DashboardFlags {
  readonly host?: string;
  readonly port?: number;
  readonly open: boolean;
  /** The older dashboard's name for the same. */
  readonly browser: boolean;
  readonly projectsDir?: string[];
}

export function configure(command: Command, cli: Cli): void {
  command
    .addOption(
      new Option('--host <name>', 'a name or address of this machine').default(undefined, 'HOST, else 127.0.0.1'),
    )
    .addOption(
      new Option('-p, --port <number>', 'this port')
        .argParser(port)
        .default(undefined, 'PORT, else 8080 or the next free one'),
    )
    .option('--no-open', 'do not open the browser')
    .addOption(new Option('--no-browser').hideHelp())
    .addOption(
      new Option('--projects-dir <dir>', 'read this folder instead of the usual ones; repeatable').argParser(collect),
    )
    .addHelpText('after', '\nAnswers at once, reads new transcripts beside it, and goes on doing so until\nCtrl-C.')
    .action(async (flags: DashboardFlags) => runDashboard(cli, flags));
}

/** The workspace to sync with; with a wrong setting nothing is shared, and the dashboard serves this ledger. */
async function sharedWith(cli: Cli): Promise<Pick<DashboardOptions, 'workspace'>> {
  const { configuredPlace, workspaceSettings } = await import('../open-workspace.ts');
  if (configuredPlace(cli) === undefined) return {};
  try {
    return { workspace: await workspaceSettings(cli) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    cli.warn(`the workspace is not synced: ${error.message}`);
    return {};
  }
}

async function runDashboard(cli: Cli, flags: DashboardFlags): Promise<void> {
  cli.warnOfConfig();
  const { app, host } = cli;
  const dashboard = await serveDashboard(app, {
    ...(flags.projectsDir === undefined ? {} : { projectsDirs: flags.projectsDir }),
    ...(await sharedWith(cli)),
    host: flags.host ?? hostOfEnvironment(cli),
    port: flags.port ?? portOfEnvironment(cli),
    assetsDir: host.pageFolder,
    log: (message, error) => cli.warn(`${message}: ${error instanceof Error ? error.message : String(error)}`),
  });
  try {
    await cli.print(`The dashboard is at ${dashboard.url} (Ctrl-C ends it)`);
    const wanted = flags.open && flags.browser && canOpenBrowser(host.platform, host.env, host.stdout.isTerminal);
    if (wanted && !(await host.openBrowser(dashboard.url)))
      cli.warn(`No browser could be opened: open ${dashboard.url}`);
    await host.untilInterrupted();
  } finally {
    await dashboard.close();
  }
}

/**
 * HOST and PORT, as users of the older dashboards set them. They may be meant for other programs, and some shells put the
 * machine's name in HOST: what cannot be served is named and left.
 */
function hostOfEnvironment(cli: Cli): string | undefined {
  const name = envValue(cli.host.env, 'HOST');
  if (name === undefined || isLoopback(name)) return name;
  cli.warn(`HOST=${name} is not used: the dashboard answers on this machine only`);
  return undefined;
}

function portOfEnvironment(cli: Cli): number | undefined {
  const value = envValue(cli.host.env, 'PORT');
  if (value === undefined) return undefined;
  const number = portIn(value.trim());
  if (number === undefined) cli.warn(`PORT=${value} is not used: it is no port from 0 to 65535`);
  return number;
}

function port(value: string): number {
  const number = portIn(value);
  if (number !== undefined) return number;
  throw new InvalidArgumentError('It is no port; give a number from 0 to 65535, 0 for any free one.');
}

const portIn = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
