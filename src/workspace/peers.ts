/** What a person does about another machine: believe its new key, or save its turns when it is gone. */
import { UsageError } from '../contract/errors.ts';
import { toEpochMs } from '../contract/units.ts';
import type { MachineFacts } from '../ledger/ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { Peer } from '../ledger/workspace-state.ts';
import { cards } from './collect.ts';
import type { Folder } from './folder/folder.ts';

const AT_ONCE = 10_000;

/** By name, uid, or the start of the uid. Throws `not-found` when none or several fit. */
export async function findPeer(ledger: SqlLedger, machine: string): Promise<Peer> {
  const names = new Map((await ledger.reader.machines()).map((m) => [m.uid, m.name]));
  const peers = ledger.workspace().peers();
  const fitting = peers.filter((p) => names.get(p.machine) === machine || p.machine.startsWith(machine));
  const [peer] = fitting;
  if (peer && fitting.length === 1 && machine !== '') return peer;
  throw notOne(
    machine,
    fitting.length,
    peers.map((p) => ({ uid: p.machine, name: names.get(p.machine) ?? '?' })),
  );
}

/** The same among all other machines of the ledger, whatever they came from. */
export async function findMachine(ledger: SqlLedger, machine: string): Promise<MachineFacts> {
  const others = (await ledger.reader.machines()).filter((m) => !m.self);
  const fitting = others.filter((m) => m.name === machine || m.uid.startsWith(machine));
  const [found] = fitting;
  if (found && fitting.length === 1 && machine !== '') return found;
  throw notOne(machine, fitting.length, others);
}

function notOne(machine: string, fitting: number, known: readonly { uid: string; name: string }[]): UsageError {
  const names = known.map((m) => `${m.name} (${m.uid.slice(0, 8)})`).join(', ');
  return new UsageError(
    'not-found',
    `"${machine}" is ${fitting > 1 ? 'more than one machine' : 'no machine'} of this workspace. It knows: ${names || 'none'}.`,
    'Give a name or the start of an id from: claude-usage workspace status',
  );
}

/** Pins the key of the machine's newest card. What it signs is compared with what is here at the next sync. */
export async function trustNewestCard(ledger: SqlLedger, folder: Folder, peer: Peer): Promise<void> {
  for await (const card of cards(folder, peer.machine, peer.cardNumber)) {
    if (card.publicKey === peer.publicKey) break;
    const { publicKey } = card;
    const renewed: Peer = { ...peer, publicKey, cardNumber: 0, manifestNumber: 0, manifest: '', problem: '' };
    await ledger.write((w) => w.workspace.savePeer(renewed));
    return;
  }
  throw new UsageError(
    'not-found',
    `Machine ${peer.machine.slice(0, 8)} bears the key of first sight; there is no other to trust.`,
    'See: claude-usage workspace status',
  );
}

/** The machine's turns become sightings of this machine too, a moment later than its own. Returns how many there are. */
export async function adoptTurnsOf(ledger: SqlLedger, machine: string): Promise<number> {
  const self = ledger.selfMachineId();
  return ledger.write((w) => {
    const id = w.dimensions.machine(machine, machine.slice(0, 8));
    let total = 0;
    for (let after = 0; ;) {
      const found = w.sharing.turnsOf(id, after, AT_ONCE);
      const turns = found.map(({ turn }) => ({ ...turn, bornMs: toEpochMs(turn.bornMs + 1) }));
      w.sharing.add(self, turns, (key, name) => ({ key, name }));
      total += turns.length;
      after = found.at(-1)?.eventId ?? after;
      if (found.length < AT_ONCE) return total;
    }
  });
}
