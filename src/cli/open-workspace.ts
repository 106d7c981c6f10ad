/** The workspace of the configuration, as the commands use it. */
import { UsageError } from '../contract/errors.ts';
import { VERSION } from '../lib/version.ts';
import { machineFilePath } from '../workspace/identity-file.ts';
import { openTarget, type Place, settingsOf, type WorkspaceSettings } from '../workspace/open-target.ts';
import { shareRules } from '../workspace/share-rules.ts';
import type { TargetOptions, WorkspaceTarget } from '../workspace/target.ts';
import type { Cli } from './cli.ts';
import { requirePrivateConfig } from './private-config.ts';

type Limits = Pick<TargetOptions, 'answerMs' | 'minIntervalMs'>;

/** Dispose it. Throws `config` when a setting is wrong (nothing may be shared by guess) or none names a workspace. */
export async function openWorkspace(cli: Cli, place?: Place, limits: Limits = {}): Promise<WorkspaceTarget> {
  const settings = await workspaceSettings(cli, place);
  const ledger = await cli.app.ledger();
  const notice = (line: string): void => cli.warn(line);
  return openTarget(settings, { ledger, nowMs: cli.host.now, notice, ...limits });
}

/** What is configured of the workspace. Throws as `openWorkspace`. */
export async function workspaceSettings(cli: Cli, place = configuredPlace(cli)): Promise<WorkspaceSettings> {
  const { values, problems, paths } = cli.app.config;
  const wrong = problems.find((p) => p.stopsSharing);
  if (wrong) {
    const where = wrong.key === null ? wrong.place : `${wrong.place}, ${wrong.key}`;
    throw new UsageError(
      'config',
      `${where}: found ${wrong.found}, expected ${wrong.takes}. Nothing is shared until it is right`,
      'Correct it and run the command again.',
    );
  }
  if (place === undefined)
    throw new UsageError(
      'config',
      'no workspace is configured',
      'Make one: claude-usage workspace init FOLDER|DSN, or join one: claude-usage workspace join FOLDER|DSN',
    );
  if (place.kind === 'postgres') requirePrivateConfig(cli.app.config);
  const { machineName: name, member, team, share } = values;
  const common = {
    rules: shareRules(share ?? undefined, team),
    card: { name, member, team, version: VERSION },
    machineFile: machineFilePath({ env: cli.host.env, home: paths.home, platform: cli.host.platform }),
  };
  const { epochs } = await cli.app.prices();
  return settingsOf(place, common, { zone: cli.app.zone, epochs });
}

/** Where the configuration says that the workspace is; undefined when it says nothing. */
export function configuredPlace(cli: Cli): Place | undefined {
  const { backend, pgDsn, sharedDb } = cli.app.config.values;
  if (backend === 'postgres') return { kind: 'postgres', dsn: pgDsn ?? '' };
  return sharedDb === null ? undefined : { kind: 'folder', dbPath: sharedDb };
}

/** A report waits so long for the workspace to answer, and makes no new part of it each time it is asked for. */
const IN_A_REPORT: Limits = { answerMs: 2_000, minIntervalMs: 60_000 };

/**
 * After the scan of a report: what goes wrong out there is a warning, never the end of a local report. False when the
 * workspace could not be reached.
 */
export async function syncQuietly(cli: Cli): Promise<boolean> {
  try {
    await using workspace = await openWorkspace(cli, undefined, IN_A_REPORT);
    const result = await workspace.sync();
    if (result.state === 'away')
      cli.warn(
        `the workspace ${workspace.location} is away; the others are shown as last heard. See: claude-usage workspace status`,
      );
    else if (result.waiting > 0)
      cli.warn(
        `${result.waiting} parts of other machines have not arrived whole yet. See: claude-usage workspace status`,
      );
    return result.state !== 'away';
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    cli.warn(
      `the workspace could not be synced: ${message}. The figures are those of this ledger. See: claude-usage workspace status`,
    );
    return false;
  }
}
