/** One machine of the chaos test in a process of its own: pushes its turns until the server has them all. */
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { readWorkspace } from '../../src/workspace/postgres/schema.ts';
import { chaosTurns, machineUid } from './chaos-turns.ts';

const index = Number(process.argv[2]);
const store = await openPostgres(process.env.CHAOS_DSN ?? '', { queryTimeoutMs: 10_000 });
const workspace = await readWorkspace(store);
if (!workspace) throw new Error('no workspace to push to');
const card = { uid: machineUid(index), name: `machine ${index}`, member: '', team: '', version: 'test' };
const pusher = new Pusher(store, card, { zone: 'UTC', epochs: [] });
let failures = 0;
for (;;) {
  try {
    await pusher.hello(1_790_000_000_000);
    await pusher.push(chaosTurns(index));
    break;
  } catch (error) {
    // As the next sync would: everything is sent again.
    failures += 1;
    process.stderr.write(`${String(error)}\n`);
    if (failures > 20) throw error;
  }
}
await store.close();
process.stdout.write(`${JSON.stringify({ resends: pusher.resends, failures })}\n`);
