/** The workspace of the configuration, as the commands use it. */
import { UsageError } from '../contract/errors.ts';
import { VERSION } from '../lib/version.ts';
import { machineFilePath } from '../workspace/identity-file.ts';
import { shareRules } from '../workspace/share-rules.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { WorkspaceSettings } from '../server/transcript-thread.ts';
import type { Cli } from './cli.ts';

/** Throws `config` when a setting is wrong (nothing may be shared by guess) or none names a workspace. */
export async function openWorkspace(cli: Cli, dbPath = cli.app.config.values.sharedDb): Promise<Workspace> {
  const settings = workspaceSettings(cli, dbPath);
  return new Workspace({
    ...settings,
    ledger: await cli.app.ledger(),
    nowMs: cli.host.now,
    notice: (line) => cli.warn(line),
  });
}

/** What is configured of the workspace. Throws as `openWorkspace`. */
export function workspaceSettings(cli: Cli, dbPath = cli.app.config.values.sharedDb): WorkspaceSettings {
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
  if (values.backend === 'postgres')
    throw new UsageError(
      'config',
      'backend is postgres, which the commands of this version do not reach yet',
      'For a shared folder, set backend to sqlite or leave it out.',
    );
  if (dbPath === null)
    throw new UsageError(
      'config',
      'no workspace is configured',
      'Make one: claude-usage workspace init FOLDER, or join one: claude-usage workspace join FOLDER',
    );
  const { machineName: name, member, team, share } = values;
  return {
    dbPath,
    rules: shareRules(share ?? undefined, team),
    card: { name, member, team, version: VERSION },
    machineFile: machineFilePath({ env: cli.host.env, home: paths.home, platform: cli.host.platform }),
  };
}

/** After the scan of a report: what goes wrong out there is a warning, never the end of a local report. */
export async function syncQuietly(cli: Cli): Promise<void> {
  try {
    const workspace = await openWorkspace(cli);
    const result = await workspace.sync();
    if (result.state === 'away')
      cli.warn(
        `the workspace ${workspace.location} is away; the others are shown as last heard. See: claude-usage workspace status`,
      );
    else if (result.collected.waiting > 0)
      cli.warn(
        `${result.collected.waiting} parts of other machines have not arrived whole yet. See: claude-usage workspace status`,
      );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    cli.warn(
      `the workspace could not be synced: ${message}. The figures are those of this ledger. See: claude-usage workspace status`,
    );
  }
}
