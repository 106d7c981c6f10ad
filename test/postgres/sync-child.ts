/** One sync of a machine in a process of its own: `sync-child.ts BASE INDEX`. */
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { nameOf, openChaosWorkspace } from './chaos-machine.ts';

const base = process.argv[2] ?? '';
const index = Number(process.argv[3]);
await using ledger = await openLedger(join(base, `${index}.db`), { machineName: nameOf(index), zone: 'UTC' });
await using workspace = await openChaosWorkspace(ledger, index, process.env.CHAOS_DSN ?? '', base);
await workspace.sync();
