/** `machines rename|merge|separate|retire`: labels and references, never a change to a turn. */
import type { Command } from 'commander';
import { UsageError } from '../contract/errors.ts';
import type { MachineFacts } from '../ledger/ledger.ts';
import type { Cli } from './cli.ts';

export function addLifecycle(command: Command, cli: Cli): void {
  command
    .command('rename')
    .description('give a machine a name of your own; without a name, its own again')
    .argument('<machine>', 'name or id')
    .argument('[name]')
    .action(async (machine: string, name = '') => {
      const found = await machineOf(cli, machine);
      await (await cli.app.ledger()).write((w) => w.machines.rename(found.id, name));
      await cli.print(name === '' ? `${found.name} has its own name again.` : `${found.name} is now called ${name}.`);
    });
  command
    .command('merge')
    .description('one machine that was installed anew: count it as another from now on')
    .argument('<machine>', 'the former one')
    .argument('<into>', 'the one it counts as')
    .option('--undo', 'take a merge back: <machine> is the id of the former one')
    .action(async (machine: string, into: string, flags: { undo?: boolean }) => {
      const target = await machineOf(cli, into);
      const ledger = await cli.app.ledger();
      if (flags.undo === true) {
        await ledger.write((w) => w.machines.separate(w.dimensions.machine(formerOf(target, machine), '')));
        return cli.print(`${machine} counts as a machine of its own again.`);
      }
      const found = await machineOf(cli, machine);
      await ledger.write((w) => w.machines.merge(found.id, target.id));
      return cli.print(
        `${found.name} counts as ${target.name}. To take it back: claude-usage machines merge ${found.uid} ${target.name} --undo`,
      );
    });
  command
    .command('retire')
    .description('out of use: its figures stay, its silence is no news')
    .argument('<machine>', 'name or id')
    .option('--undo', 'in use again')
    .action(async (machine: string, flags: { undo?: boolean }) => {
      const found = await machineOf(cli, machine);
      await (await cli.app.ledger()).write((w) => w.machines.retire(found.id, flags.undo !== true));
      await cli.print(`${found.name} is ${flags.undo === true ? 'in use again' : 'retired'}.`);
    });
}

async function machineOf(cli: Cli, given: string): Promise<MachineFacts> {
  const machines = await (await cli.app.ledger({ mustExist: true })).reader.machines();
  const found = machines.filter(
    (m) => m.name === given || m.uid === given || (given.length >= 4 && m.uid.startsWith(given)),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = machines.map((m) => `${m.name} (${m.uid.slice(0, 8)})`).join(', ');
  throw new UsageError(
    'usage',
    `${found.length === 0 ? 'no machine is' : 'several machines are'} called ${given}`,
    `Choose one of: ${names}`,
  );
}

function formerOf(target: MachineFacts, given: string): string {
  const former = target.formerUids.find((uid) => uid === given || (given.length >= 4 && uid.startsWith(given)));
  if (former !== undefined) return former;
  throw new UsageError(
    'usage',
    `${given} was not merged into ${target.name}`,
    `Its former ids: ${target.formerUids.join(', ') || 'none'}`,
  );
}
