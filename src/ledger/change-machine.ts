import { UsageError } from '../contract/errors.ts';
import type { MachineChange, MachineChanged } from '../contract/reports/machine-change.ts';
import type { MachineFacts } from './ledger.ts';
import type { SqlLedger } from './sql-ledger.ts';

const LONGEST_NAME = 80;
type Change<K extends MachineChange['kind']> = Extract<MachineChange, { readonly kind: K }>;

/**
 * Renames, merges or retires a machine, or takes that back: for the terminal and the page alike. Throws `usage` when no
 * machine, or several, answer to the name given, and when the change makes no sense.
 */
export async function changeMachine(ledger: SqlLedger, change: MachineChange): Promise<MachineChanged> {
  if (change.kind === 'rename') return rename(ledger, change);
  if (change.kind === 'retire') return retire(ledger, change);
  return change.undo ? separate(ledger, change) : merge(ledger, change);
}

async function rename(ledger: SqlLedger, { machine, name }: Change<'rename'>): Promise<MachineChanged> {
  const machines = await ledger.reader.machines();
  const found = machineOf(machines, machine);
  const alias = nameOf(name, found, machines);
  await ledger.write((w) => w.machines.rename(found.id, alias));
  const own = alias === '' ? found.ownName : alias;
  return {
    ...{ machineId: found.uid, machine: found.name },
    now: alias === '' ? `${found.name} has its own name again: ${own}.` : `${found.name} is now called ${alias}.`,
    undo: {
      kind: 'rename',
      query: { machine: found.uid, name: found.name === found.ownName ? '' : found.name },
    },
  };
}

async function merge(ledger: SqlLedger, { machine, into }: Change<'merge'>): Promise<MachineChanged> {
  const machines = await ledger.reader.machines();
  const [found, target] = [machineOf(machines, machine), machineOf(machines, into)];
  await ledger.write((w) => w.machines.merge(found.id, target.id));
  return {
    ...{ machineId: found.uid, machine: found.name },
    now: `${found.name} counts as ${target.name}.`,
    undo: { kind: 'merge', query: { machine: found.uid, into: target.uid, undo: 'true' } },
  };
}

async function separate(ledger: SqlLedger, { machine, into }: Change<'merge'>): Promise<MachineChanged> {
  const target = machineOf(await ledger.reader.machines(), into);
  const former = formerOf(target, machine);
  await ledger.write((w) => w.machines.separate(w.dimensions.machine(former.uid, '')));
  return {
    ...{ machineId: former.uid, machine: former.name },
    now: `${former.name} counts as a machine of its own again.`,
    undo: { kind: 'merge', query: { machine: former.uid, into: target.uid } },
  };
}

async function retire(ledger: SqlLedger, { machine, undo }: Change<'retire'>): Promise<MachineChanged> {
  const found = machineOf(await ledger.reader.machines(), machine);
  await ledger.write((w) => w.machines.retire(found.id, !undo));
  return {
    ...{ machineId: found.uid, machine: found.name },
    now: `${found.name} is ${undo ? 'in use again' : 'retired'}.`,
    undo: { kind: 'retire', query: { machine: found.uid, ...(undo ? {} : { undo: 'true' }) } },
  };
}

function machineOf(machines: readonly MachineFacts[], given: string): MachineFacts {
  const exact = machines.filter((m) => m.uid === given);
  const found =
    exact.length > 0
      ? exact
      : machines.filter((m) => m.name === given || (given.length >= 4 && m.uid.startsWith(given)));
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = machines.map((m) => `${m.name} (${m.uid.slice(0, 8)})`).join(', ');
  throw new UsageError(
    'usage',
    `${found.length === 0 ? 'no machine is' : 'several machines are'} called ${given}`,
    `Choose one of: ${names}`,
  );
}

function formerOf(target: MachineFacts, given: string): { readonly uid: string; readonly name: string } {
  const formers = target.formerUids.map((uid, i) => ({ uid, name: target.formerNames[i] ?? uid.slice(0, 8) }));
  const found = formers.find(
    ({ uid, name }) => uid === given || name === given || (given.length >= 4 && uid.startsWith(given)),
  );
  if (found !== undefined) return found;
  throw new UsageError(
    'usage',
    `${given} was not merged into ${target.name}`,
    `Its former ids: ${target.formerUids.join(', ') || 'none'}`,
  );
}

/** The name to be stored: empty for the machine's own. Two machines of one name could not be told apart by it. */
function nameOf(given: string, machine: MachineFacts, machines: readonly MachineFacts[]): string {
  const name = given.trim();
  const fault = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
    ? 'holds characters that cannot be seen'
    : name.length > LONGEST_NAME
      ? `is longer than ${LONGEST_NAME} characters`
      : machines.some((m) => m.id !== machine.id && m.name === name)
        ? 'is that of another machine'
        : undefined;
  if (fault === undefined) return name === machine.ownName ? '' : name;
  throw new UsageError('usage', `the name ${JSON.stringify(name)} ${fault}`, 'Choose another name.');
}
