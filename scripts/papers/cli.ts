import type { Command } from 'commander';
import { Cli } from '../../src/cli/cli.ts';
import type { Host } from '../../src/cli/host.ts';
import { ALL_VERBS, buildProgram } from '../../src/cli/program.ts';

const nowhere = { isTerminal: false, columns: 100, write: () => Promise.resolve() };
/** A machine without a terminal, a home or a setting: help must not depend on where it is printed. */
const host: Host = {
  argv: [],
  env: { HOME: '/home/you', NO_COLOR: '1' },
  cwd: '/home/you',
  platform: 'linux',
  runtime: { node: '', arch: '' },
  stdout: nowhere,
  stderr: nowhere,
  now: () => 0,
  pageFolder: '/nonexistent',
  fetch: () => Promise.reject(new Error('no network')),
  untilInterrupted: () => Promise.resolve(),
  ask: async () => undefined,
  openBrowser: () => Promise.resolve(false),
};

/** docs/cli.md: the help of every command, as the program prints it. */
export async function cliPaper(): Promise<string> {
  const cli = new Cli(host);
  const program = await buildProgram(cli, ALL_VERBS, { out: () => undefined, error: () => undefined });
  const sections = program.commands
    .filter((command) => command.name() !== 'help')
    .flatMap((command) => [command, ...command.commands]);
  await cli[Symbol.asyncDispose]();
  return [
    '# Command line',
    'What `claude-usage help` prints. Every report takes `--json`; its fields are those of the [HTTP API](api.md).',
    helpOf(program),
    ...sections.flatMap((command) => [`## ${nameOf(command)}`, helpOf(command)]),
  ].join('\n\n');
}

function nameOf(command: Command): string {
  const parent = command.parent?.name();
  return parent === undefined || parent === 'claude-usage' ? command.name() : `${parent} ${command.name()}`;
}

function helpOf(command: Command): string {
  return ['```', command.helpInformation().trim(), '```'].join('\n');
}
