/** The commander tree. Only what the command line at hand needs is built. */
import { Command, Option } from 'commander';
import { VERSION } from '../lib/version.ts';
import type { Cli } from './cli.ts';
import { HELP_GROUP, VERBS } from './verbs.ts';

/** What the tree writes, and where: commander's own output is collected instead of printed. */
export interface ProgramOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Stands for every verb at once. */
export const ALL_VERBS = '*';

/** The program with the named verb alone, with all of them, or, for any other name, with a list of them. */
export async function buildProgram(cli: Cli, verb: string, output: ProgramOutput): Promise<Command> {
  const program = new Command('claude-usage')
    .description('What Claude Code used - tokens and cost - read from its transcripts on this machine.')
    .usage('<command> [options]')
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpCommand(new Command('help').argument('[command]').summary('help for a command').helpGroup(HELP_GROUP))
    .option('--color', 'colour even where the output is no terminal')
    .option('--no-color', 'no colour (NO_COLOR is kept too)')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError();
  inherit(program, cli, output);
  program.helpOption('-h, --help', 'print this help');
  const known = VERBS.some(({ name }) => name === verb);
  for (const { name, summary, group, load } of VERBS) {
    // The others stand in the list of commands only, which a known verb never shows.
    if (known && name !== verb) continue;
    const command = new Command(name)
      .summary(summary)
      .description(`${capital(summary)}.`)
      .helpGroup(group);
    inherit(command, cli, output);
    program.addCommand(command);
    if (!known && verb !== ALL_VERBS) continue;
    const module = await load();
    module.configure(command, cli);
    for (const child of command.commands) inherit(child, cli, output);
  }
  return program;
}

function inherit(command: Command, cli: Cli, output: ProgramOutput): void {
  const width = Math.min(cli.width, 100);
  command
    .exitOverride()
    .addHelpOption(new Option('-h, --help', 'print this help').helpGroup(HELP_GROUP))
    .configureHelp({ helpWidth: width, sortOptions: false, showGlobalOptions: false })
    .configureOutput({ writeOut: output.out, writeErr: output.error, outputError: () => undefined });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const EXAMPLES = `
Examples:
  claude-usage today                          what today used
  claude-usage daily --since 2026-11-01       rows by day, from a day on
  claude-usage projects --model opus --json   one model by project, for a script
  claude-usage dashboard                      the page

Every report reads new transcripts first (--no-scan leaves that out) and takes
--json.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but something could not be
read.
`;
