/** What can be completed, read off the commander tree. */
import type { Command, Option } from 'commander';

export interface FlagNode {
  /** `--since`, `-s`. */
  readonly names: readonly string[];
  readonly help: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  /** The value is a path. */
  readonly path: boolean;
}
export interface CommandNode {
  readonly name: string;
  readonly help: string;
  readonly flags: readonly FlagNode[];
  readonly children: readonly CommandNode[];
  /** Values of the first argument, where they are known. */
  readonly values: readonly string[];
}

export function commandTree(command: Command): CommandNode {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    help: command.description(),
    flags: [
      ...command.options.filter((option) => !option.hidden).map(flagOf),
      { names: ['--help', '-h'], help: 'print this help', takesValue: false, choices: [], path: false },
    ],
    children: command.commands.map(commandTree),
    values: argument?.argChoices ?? [],
  };
}

function flagOf(option: Option): FlagNode {
  return {
    names: [option.long, option.short].filter((name) => name != null),
    help: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
    path: /<(dir|file)>/.test(option.flags),
  };
}
