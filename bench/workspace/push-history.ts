import type { SharedTitle, SharedTurn } from '../../src/contract/shared-turn.ts';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { machineUid, sessionsOf, type WorldOptions } from './world.ts';

export const CALENDAR = { zone: 'UTC', epochs: loadPriceTable().epochs };
/** Turns of a sync, as `PostgresWorkspace` takes them from the ledger. */
const AT_ONCE = 20_000;

export interface History {
  readonly uid: string;
  readonly turns: readonly SharedTurn[];
  readonly titles: readonly SharedTitle[];
}

export function historyOf(world: WorldOptions, machine: number): History {
  const sessions = [...sessionsOf(world, machine)];
  const turns = sessions.flatMap((s) => s.turns);
  return { uid: machineUid(world, machine), turns, titles: sessions.map((s) => s.title) };
}

/** Tells the database of `url` a machine's history as a sync does. Returns the seconds after the workspace was made. */
export async function pushHistory(url: string, { uid, turns, titles }: History): Promise<number> {
  const store = await openPostgres(url);
  try {
    await migrate(store, CALENDAR);
    const started = performance.now();
    const pusher = new Pusher(store, { uid, name: uid.slice(0, 4), member: '', team: '', version: 'bench' }, CALENDAR);
    await pusher.hello(Date.now());
    const sessionTitle = new Map(titles.map((t) => [t.sessionId, t]));
    for (let from = 0; from < turns.length; from += AT_ONCE) {
      const batch = turns.slice(from, from + AT_ONCE);
      const ids = new Set(batch.map((t) => t.sessionId));
      await pusher.push(
        batch,
        [...ids].flatMap((id) => sessionTitle.get(id) ?? []),
      );
    }
    return (performance.now() - started) / 1000;
  } finally {
    await store.close();
  }
}
