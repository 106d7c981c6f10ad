import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { updateWorkspaceConfig } from '../../config/write-preferences.ts';
import { expandPath } from '../../config/paths.ts';
import { describeRules, shareRules } from '../../workspace/share-rules.ts';
import type { SyncResult } from '../../workspace/workspace.ts';
import type { Cli } from '../cli.ts';
import { openWorkspace } from '../open-workspace.ts';
import { renderJson } from '../render/json.ts';
import { printStatus } from '../render/workspace.ts';
import { readFirst } from '../report-command.ts';

interface JsonFlag {
  readonly json?: boolean;
}

export function configure(command: Command, cli: Cli): void {
  command.addHelpText('after', HELP);
  command
    .command('init')
    .description('make a workspace in a shared folder, and join it')
    .argument('<folder>', 'any drive: Dropbox, iCloud, Syncthing, NFS, a stick; or a path that ends in .db')
    .action(async (path: string) => enter(cli, path, 'init'));
  command
    .command('join')
    .description('join a workspace that another machine made')
    .argument('<folder>', 'where it lies on this machine')
    .action(async (path: string) => enter(cli, path, 'join'));
  command
    .command('status')
    .description('each machine: last heard, complete or which part is missing; exit status 1 when something is')
    .option('-j, --json', 'JSON instead of lines')
    .action(async (flags: JsonFlag) => status(cli, flags));
  command
    .command('sync')
    .description('read the transcripts, send what is new, take in what is new')
    .option('-j, --json', 'JSON instead of a line')
    .action(async (flags: JsonFlag) => sync(cli, flags));
  command
    .command('preview')
    .description('the exact lines that would leave this machine next')
    .action(async () => preview(cli));
  command
    .command('leave')
    .description('stop sharing and forget the others')
    .option('--erase', 'take back from the workspace what this machine told')
    .action(async (flags: { erase?: boolean }) => leave(cli, flags.erase === true));
  command
    .command('rescue')
    .description('tell the turns of a machine that is gone under this one, as far as they are known here')
    .argument('<machine>', 'its name, or the start of its id')
    .action(async (machine: string) => rescue(cli, machine));
  command
    .command('trust')
    .description('believe the new key of a machine that was set up anew')
    .argument('<machine>', 'its name, or the start of its id')
    .action(async (machine: string) => trust(cli, machine));
}

const HELP = `
A workspace is a plain folder that your drive syncs; no server. Each machine writes only its own files, and
no file is ever changed, so that nothing is lost when two write at once. Beside a path DB that ends in .db
the files lie in DB.d, and DB itself is a copy of all turns for SQL tools, which nothing reads back.`;

/** `<folder>` becomes `<folder>/claude-usage.db`, a path that ends in .db stays. */
function dbPathOf(cli: Cli, given: string): string {
  const path = expandPath(given, cli.app.config.paths.home, cli.host.cwd);
  return path.endsWith('.db') && !isFolder(path) ? path : join(path, 'claude-usage.db');
}
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function enter(cli: Cli, given: string, how: 'init' | 'join'): Promise<void> {
  const { values, paths } = cli.app.config;
  const dbPath = dbPathOf(cli, given);
  await readFirst(cli, { scan: values.sharedDb === null });
  const workspace = await openWorkspace(cli, dbPath);
  if (workspace.ledgerWarning !== undefined) cli.warn(workspace.ledgerWarning);
  const result = await workspace[how]();
  updateWorkspaceConfig(paths, (before) => ({ ...before, backend: 'sqlite', db_path: dbPath }));
  const rules = shareRules(values.share ?? undefined, values.team);
  await cli.print(`${how === 'init' ? 'Made and joined' : 'Joined'} the workspace in ${workspace.location}.`);
  await cli.print(`Profile "${rules.profile}": ${describeRules(rules)}`);
  await cli.print(syncLine(result));
  if (how === 'init') await cli.print(`On each further machine: claude-usage workspace join FOLDER`);
}

async function status(cli: Cli, flags: JsonFlag): Promise<void> {
  const workspace = await openWorkspace(cli);
  if (workspace.ledgerWarning !== undefined) cli.warn(workspace.ledgerWarning);
  const found = await workspace.status();
  if (!found.complete) cli.exitCode = 1;
  await cli.print(flags.json === true ? renderJson(found) : printStatus(found, cli.style));
}

async function sync(cli: Cli, flags: JsonFlag): Promise<void> {
  const { scanTranscripts } = await import('../scan-transcripts.ts');
  await scanTranscripts(cli, { projectsDirs: [], full: false });
  const result = await (await openWorkspace(cli)).sync();
  if (result.state === 'away') cli.exitCode = 1;
  await cli.print(flags.json === true ? renderJson(result) : syncLine(result));
}

async function preview(cli: Cli): Promise<void> {
  const text = await (await openWorkspace(cli)).preview();
  await cli.print(
    text === '' ? 'Nothing would leave: the workspace knows all that the rules let out.' : text.trimEnd(),
  );
}

async function leave(cli: Cli, erase: boolean): Promise<void> {
  const workspace = await openWorkspace(cli);
  await workspace.leave(erase);
  updateWorkspaceConfig(cli.app.config.paths, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => key !== 'db_path')),
  );
  await cli.print(
    `Left ${workspace.location}.${erase ? ' What this machine told is taken back.' : ' What this machine told stays there.'}`,
  );
}

async function rescue(cli: Cli, machine: string): Promise<void> {
  const { turns, sync: result } = await (await openWorkspace(cli)).rescue(machine);
  await cli.print(`${turns} turns of ${machine} are told by this machine too. ${syncLine(result)}`);
}

async function trust(cli: Cli, machine: string): Promise<void> {
  const result = await (await openWorkspace(cli)).trust(machine);
  await cli.print(`The key that ${machine} bears now is trusted. ${syncLine(result)}`);
}

function syncLine(result: SyncResult): string {
  if (result.state === 'away') return 'The workspace is away: nothing was sent, nothing is lost.';
  const { published, collected } = result;
  const parts = [
    `${published.turns} turns sent`,
    `${collected.imported} parts taken in from ${collected.machines} other machines`,
  ];
  if (collected.waiting > 0) parts.push(`${collected.waiting} parts on their way`);
  if (collected.quarantined > 0) parts.push(`${collected.quarantined} parts refused`);
  return `${parts.join(', ')}.`;
}
