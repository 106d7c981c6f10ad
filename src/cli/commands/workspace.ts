import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../contract/errors.ts';
import { updateWorkspaceConfig } from '../../config/write-preferences.ts';
import { expandPath } from '../../config/paths.ts';
import { holdsPassword } from '../../lib/without-passwords.ts';
import { describeRules, shareRules } from '../../workspace/share-rules.ts';
import type { Place } from '../../workspace/open-target.ts';
import type { SyncResult, WorkspaceTarget } from '../../workspace/target.ts';
import type { Cli } from '../cli.ts';
import { configuredPlace, openWorkspace } from '../open-workspace.ts';
import { renderJson } from '../render/json.ts';
import { printStatus } from '../render/workspace.ts';
import { readFirst } from '../report-command.ts';

interface SyncFlags extends JsonFlag {
  readonly takeSnapshot?: boolean;
}
interface JsonFlag {
  readonly json?: boolean;
}

interface InviteFlags {
  readonly reader?: boolean;
  readonly machine?: string;
}

interface YesFlag {
  readonly yes?: boolean;
}

export function configure(command: Command, cli: Cli): void {
  command.addHelpText('after', HELP);
  command
    .command('init')
    .description('make a workspace in a shared folder or a Postgres database, and join it')
    .argument('<place>', 'a folder on any drive, a path that ends in .db, or postgres://USER@HOST/DATABASE')
    .option('-y, --yes', 'do not ask')
    .action(async (path: string, flags: YesFlag) => enter(cli, path, 'init', flags));
  command
    .command('join')
    .description('join a workspace that another machine made')
    .argument('<place>', 'where it lies on this machine, or postgres://USER@HOST/DATABASE')
    .option('-y, --yes', 'do not ask')
    .action(async (path: string, flags: YesFlag) => enter(cli, path, 'join', flags));
  command
    .command('status')
    .description('each machine: last heard, complete or which part is missing; exit status 1 when something is')
    .option('-j, --json', 'JSON instead of lines')
    .addHelpText('after', STATUS_HELP)
    .action(async (flags: JsonFlag) => status(cli, flags));
  command
    .command('sync')
    .description('read the transcripts, send what is new, take in what is new')
    .option('--take-snapshot', 'from now on this machine writes the copy for SQL tools')
    .option('-j, --json', 'JSON instead of a line')
    .action(async (flags: SyncFlags) => sync(cli, flags));
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
    .command('invite')
    .description('what another machine needs to join; in Postgres a role that writes its own rows only')
    .argument('<name>', 'of the machine or the person')
    .option('--reader', 'for somebody who only reads')
    .option(
      '--machine <machine>',
      'hand over a machine that used another role until now: its name, or the start of its id',
    )
    .addHelpText('after', INVITE_HELP)
    .action(async (name: string, flags: InviteFlags) => invite(cli, name, flags));
  command
    .command('trust')
    .description('believe the new key of a machine that was set up anew')
    .argument('<machine>', 'its name, or the start of its id')
    .action(async (machine: string) => trust(cli, machine));
}

const HELP = `
A workspace is a plain folder that your drive syncs; no server. Each machine
writes only its own files, and no file is ever changed, so that nothing is lost
when two write at once. Beside a path DB that ends in .db the files lie in DB.d,
and DB itself is a copy of all turns for SQL tools, which nothing reads back.
In Postgres the tables have a schema of their own, claude_usage, and a machine
that was invited writes its own rows only.`;

const STATUS_HELP = `
Exit status: 0 when the workspace is there, all of this machine that may leave
is told, and every other machine in use is here whole; else 1. Silence alone is
no fault: a machine may rest. One that is gone for good: claude-usage machines
retire NAME.

Turns and tokens are those that the machine states in its signed manifest; one
that it told again, because its output grew, counts there each time.`;

const INVITE_HELP = `
Prints what to run on the other machine. In Postgres that holds the password of
the role just made: it is shown this once and kept nowhere. Where your own role
may not make roles, it prints the statements for somebody who may.

Examples:
  claude-usage workspace invite desktop
  claude-usage workspace invite "Ada's boss" --reader`;

/** `<folder>` becomes `<folder>/claude-usage.db`, a path that ends in .db stays. */
function dbPathOf(cli: Cli, given: string): string {
  const path = expandPath(given, cli.app.config.paths.home, cli.host.cwd);
  return path.endsWith('.db') && !isFolder(path) ? path : join(path, 'claude-usage.db');
}
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Throws `usage`, quoting nothing, for what may be a connection string that was mistyped: it is no name of a folder. */
function placeOf(cli: Cli, given: string): Place {
  if (/^postgres(ql)?:/i.test(given)) return { kind: 'postgres', dsn: given };
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(given) && !holdsPassword(given))
    return { kind: 'folder', dbPath: dbPathOf(cli, given) };
  throw new UsageError(
    'usage',
    'What was given is neither a folder nor a Postgres connection string.',
    'Give a folder, a path that ends in .db, or postgres://USER@HOST:PORT/DATABASE.',
  );
}

/** What names the place in workspace.json; whatever named another before goes. */
function remember(cli: Cli, place: Place): void {
  updateWorkspaceConfig(cli.app.config.paths, ({ db_path: _path, pg_dsn: _dsn, dsn: _alias, ...rest }) =>
    place.kind === 'folder'
      ? { ...rest, backend: 'sqlite', db_path: place.dbPath }
      : { ...rest, backend: 'postgres', pg_dsn: place.dsn },
  );
}

async function enter(cli: Cli, given: string, how: 'init' | 'join', flags: YesFlag): Promise<void> {
  const { values } = cli.app.config;
  const place = placeOf(cli, given);
  const rules = shareRules(values.share ?? undefined, values.team);
  const profile = `Profile "${rules.profile}": ${describeRules(rules)}`;
  const answer = flags.yes === true ? undefined : await agreed(cli, profile);
  if (answer === false)
    return cli.print(
      'Nothing was shared. What leaves is ruled by "share" in workspace.json; `claude-usage workspace preview` shows it.',
    );
  await readFirst(cli, { scan: configuredPlace(cli) === undefined });
  await using workspace = await openWorkspace(cli, place);
  if (workspace.ledgerWarning !== undefined) cli.warn(workspace.ledgerWarning);
  const result = await workspace[how]();
  remember(cli, place);
  await cli.print(`${how === 'init' ? 'Made and joined' : 'Joined'} the workspace in ${workspace.location}.`);
  if (answer === undefined) await cli.print(profile);
  await cli.print(syncLine(result));
  if (how === 'init')
    await cli.print(
      place.kind === 'folder'
        ? 'On each further machine: claude-usage workspace join FOLDER'
        : 'For each further machine: claude-usage workspace invite NAME\nOr there, with this role:  claude-usage workspace join DSN',
    );
}

/** Before anything leaves; undefined where nobody is there to answer. */
async function agreed(cli: Cli, profile: string): Promise<boolean | undefined> {
  const answer = await cli.host.ask(`${profile}\nShare so with everyone who can read the workspace? [Y/n] `);
  return answer === undefined ? undefined : /^\s*(y|yes)?\s*$/i.test(answer);
}

async function status(cli: Cli, flags: JsonFlag): Promise<void> {
  await using workspace = await openWorkspace(cli);
  if (workspace.ledgerWarning !== undefined) cli.warn(workspace.ledgerWarning);
  const found = await workspace.status();
  if (!found.complete) cli.exitCode = 1;
  await cli.print(flags.json === true ? renderJson(found) : printStatus(found, cli, cli.host.now()));
}

async function sync(cli: Cli, flags: SyncFlags): Promise<void> {
  const { scanTranscripts } = await import('../scan-transcripts.ts');
  await scanTranscripts(cli, { projectsDirs: [], full: false });
  await using workspace = await openWorkspace(cli);
  const result = await (flags.takeSnapshot === true ? takeSnapshot(workspace) : workspace.sync());
  if (result.state === 'away') cli.exitCode = 1;
  await cli.print(flags.json === true ? renderJson(result) : syncLine(result));
}

async function takeSnapshot(workspace: WorkspaceTarget): Promise<SyncResult> {
  if (workspace.takeSnapshot) return workspace.takeSnapshot();
  throw new UsageError(
    'usage',
    `${workspace.location} is the database itself; no copy of it is written.`,
    'Leave --take-snapshot out.',
  );
}

async function preview(cli: Cli): Promise<void> {
  await using workspace = await openWorkspace(cli);
  const text = await workspace.preview();
  await cli.print(
    text === '' ? 'Nothing would leave: the workspace knows all that the rules let out.' : text.trimEnd(),
  );
}

async function leave(cli: Cli, erase: boolean): Promise<void> {
  await using workspace = await openWorkspace(cli);
  await workspace.leave(erase);
  updateWorkspaceConfig(cli.app.config.paths, (before) =>
    Object.fromEntries(
      Object.entries(before).filter(([key]) => !['backend', 'db_path', 'pg_dsn', 'dsn'].includes(key)),
    ),
  );
  await cli.print(
    `Left ${workspace.location}.${erase ? ' What this machine told is taken back.' : ' What this machine told stays there.'}`,
  );
}

async function rescue(cli: Cli, machine: string): Promise<void> {
  await using workspace = await openWorkspace(cli);
  const { turns, sync: result } = await workspace.rescue(machine);
  await cli.print(`${turns} turns of ${machine} are told by this machine too. ${syncLine(result)}`);
}

async function invite(cli: Cli, name: string, flags: InviteFlags): Promise<void> {
  await using workspace = await openWorkspace(cli);
  const lines = await workspace.invite({ name, reader: flags.reader === true, machine: flags.machine });
  await cli.print(lines.join('\n'));
}

async function trust(cli: Cli, machine: string): Promise<void> {
  await using workspace = await openWorkspace(cli);
  const result = await workspace.trust(machine);
  await cli.print(`The key that ${machine} bears now is trusted. ${syncLine(result)}`);
}

function syncLine(result: SyncResult): string {
  if (result.state === 'away') return 'The workspace is away: nothing was sent, nothing is lost.';
  const { sent, received, unit, machines, waiting, refused } = result;
  const parts = [
    `${sent} turns sent`,
    `${received} ${unit} taken in from ${machines} other ${machines === 1 ? 'machine' : 'machines'}`,
  ];
  if (waiting > 0) parts.push(`${waiting} parts on their way`);
  if (refused > 0) parts.push(`${refused} parts refused`);
  return `${parts.join(', ')}.`;
}
