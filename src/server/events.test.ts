import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { revisionEvent } from '../contract/reports/page.ts';
import { scanEvent } from '../contract/scan-event.ts';
import { createEventHub, KEEP_ALIVE_MS, MAX_LISTENERS } from './events.ts';
import { createLiveScan } from './live-scan.ts';
import { POLL_MS, watchRevision } from './revision-watch.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) });
});
afterEach(() => {
  vi.useRealTimers();
});

function rig() {
  const ledger = { revision: 'r1', reads: 0, broken: false };
  const logged: unknown[] = [];
  const log = (_: string, error: unknown): void => void logged.push(error);
  const read = async (): Promise<string> => {
    ledger.reads++;
    if (ledger.broken) throw new Error('locked');
    return ledger.revision;
  };
  const revisions = watchRevision(read, () => Date.now(), log);
  let scan = (): Promise<string> => Promise.resolve('done');
  const live = createLiveScan<string>({
    scan: () => scan(),
    watch: () => ({ close: () => undefined }),
    now: () => Date.now(),
    log,
  });
  const hub = createEventHub(revisions, live);
  return {
    ledger,
    logged,
    revisions,
    live,
    hub,
    failScans: () => (scan = () => Promise.reject(new Error('disk full'))),
  };
}

/** Text that has arrived, chunk by chunk as a client takes it. */
function client(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  let text = '';
  let ended = false;
  const pump = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += new TextDecoder().decode(part.value);
    ended = true;
  };
  void pump();
  const events = (name: string): unknown[] =>
    [...text.matchAll(new RegExp(`event: ${name}\ndata: (.*)\n\n`, 'g'))].map((match) => JSON.parse(match[1]!));
  return { events, text: () => text, ended: () => ended, leave: () => reader.cancel() };
}

test('a page learns the revision and the scan state at once, and each change after', async () => {
  const { ledger, hub } = rig();
  const page = client(hub.open());
  await vi.advanceTimersByTimeAsync(0);
  expect(page.events('revision')).toEqual([{ revision: 'r1', at: '2026-11-22T00:00:00.000Z' }]);
  expect(page.events('scan')).toEqual([{ scanning: false, lastScan: null, failure: null }]);
  ledger.revision = 'r2';
  await vi.advanceTimersByTimeAsync(3 * POLL_MS);
  expect(page.events('revision').map((data) => revisionEvent.parse(data).revision)).toEqual(['r1', 'r2']);
});

test('a second page gets the revision without waiting, from the same poller', async () => {
  const { ledger, hub } = rig();
  const first = client(hub.open());
  await vi.advanceTimersByTimeAsync(0);
  const second = client(hub.open());
  await vi.advanceTimersByTimeAsync(0);
  expect(second.events('revision')).toEqual(first.events('revision'));
  const before = ledger.reads;
  await vi.advanceTimersByTimeAsync(5 * POLL_MS);
  expect(ledger.reads - before).toBe(5);
});

test('after a scan of our own nobody waits for the poll', async () => {
  const { ledger, hub, revisions } = rig();
  const page = client(hub.open());
  await vi.advanceTimersByTimeAsync(0);
  ledger.revision = 'r2';
  await revisions.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.events('revision')).toHaveLength(2);
});

test('a failing scan reaches the page with its reason', async () => {
  const { hub, live, failScans } = rig();
  const page = client(hub.open());
  failScans();
  await live.request({ full: false }).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(scanEvent.parse(page.events('scan').at(-1)).failure?.message).toBe('disk full');
});

test('a ledger that cannot be read is logged once and asked again', async () => {
  const { ledger, hub, logged } = rig();
  ledger.broken = true;
  const page = client(hub.open());
  await vi.advanceTimersByTimeAsync(3 * POLL_MS);
  expect(logged).toHaveLength(1);
  ledger.broken = false;
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(page.events('revision')).toHaveLength(1);
});

test('a quiet stream is kept alive', async () => {
  const { hub } = rig();
  const page = client(hub.open());
  await vi.advanceTimersByTimeAsync(2 * KEEP_ALIVE_MS);
  expect(page.text().match(/^:$/gm)).toHaveLength(2);
});

test('a reader that stopped reading gets the newest state and no backlog', async () => {
  const { ledger, hub } = rig();
  const stream = hub.open();
  for (let i = 2; i < 50; i++) {
    ledger.revision = `r${i}`;
    await vi.advanceTimersByTimeAsync(POLL_MS);
  }
  const page = client(stream);
  await vi.advanceTimersByTimeAsync(0);
  const seen = page.events('revision').map((data) => revisionEvent.parse(data).revision);
  expect(seen.at(-1)).toBe('r49');
  expect(seen.length).toBeLessThanOrEqual(2);
});

test('who leaves is forgotten, and with the last one the poller stops', async () => {
  const { ledger, hub } = rig();
  const page = client(hub.open());
  await vi.advanceTimersByTimeAsync(0);
  await page.leave();
  expect(hub.listeners).toBe(0);
  const before = ledger.reads;
  await vi.advanceTimersByTimeAsync(5 * POLL_MS);
  expect(ledger.reads).toBe(before);
  expect(vi.getTimerCount()).toBe(0);
});

test('closing ends every stream', async () => {
  const { hub } = rig();
  const pages = [client(hub.open()), client(hub.open())];
  hub.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(pages.map((page) => page.ended())).toEqual([true, true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('there is a bound on listeners', () => {
  const { hub } = rig();
  for (let i = 0; i < MAX_LISTENERS; i++) hub.open();
  expect(() => hub.open()).toThrow(expect.objectContaining({ code: 'server-busy' }));
});
