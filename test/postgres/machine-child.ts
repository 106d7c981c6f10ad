/**
 * One machine of the chaos test in a process of its own: `machine-child.ts BASE INDEX`. Works and syncs in turns; what a
 * sync could not do the next one does. Says how often it began anew.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { chaosTurns, GIVE_UP_MS, nameOf, NEXT_SYNC_MS, openChaosWorkspace, ROUNDS } from './chaos-machine.ts';

const base = process.argv[2] ?? '';
const index = Number(process.argv[3]);
await using ledger = await openLedger(join(base, `${index}.db`), { machineName: nameOf(index), zone: 'UTC' });
await using workspace = await openChaosWorkspace(ledger, index, process.env.CHAOS_DSN ?? '', base);
const turns = chaosTurns(index);
let resends = 0;
let failures = 0;
for (let round = 1; round <= ROUNDS; round++) {
  const known = turns.slice(0, (turns.length * round) / ROUNDS);
  await ledger.write((w) => w.sharing.add(ledger.selfMachineId(), known, (key, name) => ({ key, name })));
  for (;;) {
    try {
      resends += (await workspace.sync()).resends;
      break;
    } catch (error) {
      failures += 1;
      process.stderr.write(`${String(error)}\n`);
      if (performance.now() > GIVE_UP_MS) throw error;
      await setTimeout(NEXT_SYNC_MS);
    }
  }
}
process.stdout.write(`${JSON.stringify({ resends, failures })}\n`);
