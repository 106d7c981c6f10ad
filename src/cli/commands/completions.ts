import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { completionScript, SHELLS, type Shell } from '../completion-script.ts';
import { commandTree } from '../completion-tree.ts';
import { ALL_VERBS, buildProgram } from '../program.ts';

export function configure(command: Command, cli: Cli): void {
  command
    .addArgument(new Argument('<shell>', 'whose script to print').choices([...SHELLS]))
    .addHelpText(
      'after',
      `
Examples:
  claude-usage completions bash > ~/.local/share/bash-completion/completions/claude-usage
  claude-usage completions zsh  > "\${fpath[1]}/_claude-usage"
  claude-usage completions fish > ~/.config/fish/completions/claude-usage.fish`,
    )
    .action(async (shell: Shell) => {
      const nothing = (): void => undefined;
      const program = await buildProgram(cli, ALL_VERBS, { out: nothing, error: nothing });
      await cli.host.stdout.write(completionScript(shell, commandTree(program)));
    });
}
