import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveSync, SYNC_EVERY_MS, type SyncAnswer } from './live-sync.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const answer = (state: SyncAnswer['state'], notices: string[] = []): SyncAnswer => ({
  state,
  location: '/drive/usage.db.d',
  notices,
});

/** A workspace whose syncs end when the test says so. */
function rig() {
  const syncs: PromiseWithResolvers<SyncAnswer>[] = [];
  const logged: string[] = [];
  let shown = 0;
  const live = createLiveSync({
    sync: () => {
      const made = Promise.withResolvers<SyncAnswer>();
      syncs.push(made);
      return made.promise;
    },
    onSynced: () => shown++,
    log: (message, error) => logged.push(`${message}: ${(error as Error).message}`),
  });
  return { live, syncs, logged, shown: () => shown };
}

test('it syncs at the start and a minute after each end, never twice at once', async () => {
  const { live, syncs, shown } = rig();
  live.start();
  live.start();
  await vi.advanceTimersByTimeAsync(5 * SYNC_EVERY_MS);
  expect(syncs).toHaveLength(1);
  syncs[0]!.resolve(answer('synced'));
  await vi.advanceTimersByTimeAsync(SYNC_EVERY_MS - 1);
  expect([syncs.length, shown()]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(syncs).toHaveLength(2);
});

test('its state says since when it was not reached, and why', async () => {
  const { live, syncs } = rig();
  expect(live.state()).toEqual({ location: undefined, failure: undefined, syncedMs: undefined });
  live.start();
  const step = async (end: (sync: PromiseWithResolvers<SyncAnswer>) => void) => {
    end(syncs.at(-1)!);
    await vi.advanceTimersByTimeAsync(SYNC_EVERY_MS);
    return live.state();
  };
  const startMs = Date.now();
  const reached = await step((sync) => sync.resolve(answer('synced')));
  expect(reached).toEqual({ location: '/drive/usage.db.d', failure: undefined, syncedMs: startMs });
  expect(await step((sync) => sync.resolve(answer('away')))).toEqual({ ...reached, failure: 'it is not there' });
  expect(await step((sync) => sync.reject(new Error('no space')))).toEqual({ ...reached, failure: 'no space' });
  expect((await step((sync) => sync.resolve(answer('synced')))).failure).toBeUndefined();
});

test('what goes wrong is told once until it changes, and tried again', async () => {
  const { live, syncs, logged, shown } = rig();
  live.start();
  const steps: (SyncAnswer | Error)[] = [
    answer('away'),
    answer('away'),
    new Error('no space'),
    answer('synced', ['a copy']),
    answer('away'),
  ];
  for (const [i, step] of steps.entries()) {
    if (step instanceof Error) syncs[i]!.reject(step);
    else syncs[i]!.resolve(step);
    await vi.advanceTimersByTimeAsync(SYNC_EVERY_MS);
  }
  const away = 'The workspace is away: /drive/usage.db.d is not there; the others are as last heard';
  expect(logged).toEqual([away, 'The workspace could not be synced: no space', 'Workspace: a copy', away]);
  expect(shown()).toBe(1);
});

test('closed, it syncs no more and the end of a sync that was cut off is no news', async () => {
  const { live, syncs, logged } = rig();
  live.start();
  live.close();
  syncs[0]!.reject(new Error('cut off'));
  await vi.advanceTimersByTimeAsync(2 * SYNC_EVERY_MS);
  expect([syncs.length, logged]).toEqual([1, []]);
});
