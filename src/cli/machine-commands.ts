/** `machines rename|merge|separate|retire`: labels and references, never a change to a turn. */
import type { Command } from 'commander';
import type { MachineChange, MachineChanged } from '../contract/reports/machine-change.ts';
import { changeMachine } from '../ledger/change-machine.ts';
import type { Cli } from './cli.ts';

export function addLifecycle(command: Command, cli: Cli): void {
  const change = async (asked: MachineChange): Promise<MachineChanged> =>
    changeMachine(await cli.app.ledger({ mustExist: true }), asked);
  command
    .command('rename')
    .description('give a machine a name of your own; without a name, its own again')
    .argument('<machine>', 'name or id')
    .argument('[name]')
    .action(async (machine: string, name = '') => {
      await cli.print((await change({ kind: 'rename', machine, name })).now);
    });
  command
    .command('merge')
    .description('one machine that was installed anew: count it as another from now on')
    .argument('<machine>', 'the former one')
    .argument('<into>', 'the one it counts as')
    .option('--undo', 'take a merge back: <machine> is the name or id of the former one')
    .action(async (machine: string, into: string, { undo = false }: { undo?: boolean }) => {
      const { now, machineId } = await change({ kind: 'merge', machine, into, undo });
      const back = `To take it back: claude-usage machines merge ${machineId} ${JSON.stringify(into)} --undo`;
      await cli.print(undo ? now : `${now} ${back}`);
    });
  command
    .command('retire')
    .description('out of use: its figures stay, its silence is no news')
    .argument('<machine>', 'name or id')
    .option('--undo', 'in use again')
    .action(async (machine: string, { undo = false }: { undo?: boolean }) => {
      await cli.print((await change({ kind: 'retire', machine, undo })).now);
    });
}
