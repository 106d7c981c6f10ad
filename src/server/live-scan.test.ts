import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveScan, MAX_WAIT_MS, SETTLE_MS } from './live-scan.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A scanner whose scans end when the test says so. */
function rig() {
  const scans: { full: boolean; end: (result: string) => void; fail: (error: Error) => void; signal: AbortSignal }[] =
    [];
  let change = (): void => undefined;
  let watching = false;
  const logged: unknown[] = [];
  const live = createLiveScan<string>({
    scan: ({ full, signal }) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      scans.push({ full, signal, end: resolve, fail: reject });
      return promise;
    },
    watch: (onChange) => {
      change = onChange;
      watching = true;
      return { close: () => void (watching = false) };
    },
    now: () => Date.now(),
    log: (_, error) => logged.push(error),
  });
  return { live, scans, logged, touch: () => change(), isWatching: () => watching };
}

test('it scans at the start, and once after a burst of changes', async () => {
  const { live, scans, touch } = rig();
  live.start();
  expect(scans).toHaveLength(1);
  scans[0]!.end('first');
  await vi.advanceTimersByTimeAsync(0);
  for (let i = 0; i < 3; i++) {
    touch();
    await vi.advanceTimersByTimeAsync(SETTLE_MS - 1);
  }
  expect(scans).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(scans).toHaveLength(2);
});

test('changes that never pause do not put the scan off for longer than the bound', async () => {
  const { live, scans, touch } = rig();
  live.start();
  scans[0]!.end('first');
  await vi.advanceTimersByTimeAsync(0);
  for (let waited = 0; waited < MAX_WAIT_MS; waited += 50) {
    touch();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(scans).toHaveLength(2);
});

test('one scan at a time; what arrives meanwhile shares the next, full when one of them is', async () => {
  const { live, scans } = rig();
  const first = live.request({ full: false });
  const second = live.request({ full: false });
  const third = live.request({ full: true });
  expect(scans).toHaveLength(1);
  scans[0]!.end('one');
  expect(await first).toBe('one');
  await vi.advanceTimersByTimeAsync(0);
  expect(scans.map((scan) => scan.full)).toEqual([false, true]);
  scans[1]!.end('two');
  expect(await Promise.all([second, third])).toEqual(['two', 'two']);
  await vi.advanceTimersByTimeAsync(0);
  expect(scans).toHaveLength(2);
});

test('a failure is told, logged, shown, and gone after a good scan', async () => {
  const { live, scans, logged } = rig();
  const states: boolean[] = [];
  live.subscribe(() => states.push(live.state().scanning));
  const failing = live.request({ full: false });
  const told = expect(failing).rejects.toThrow('disk on fire');
  scans[0]!.fail(new Error('disk on fire'));
  await told;
  expect(live.state()).toMatchObject({ scanning: false, failure: { message: 'disk on fire' } });
  expect(logged).toHaveLength(1);
  const good = live.request({ full: false });
  await vi.advanceTimersByTimeAsync(0);
  scans[1]!.end('fine');
  await good;
  expect(live.state()).toMatchObject({ failure: undefined, last: { result: 'fine' } });
  expect(states).toEqual([true, false, true, false]);
});

test('closing stops the watch, tells the scan to stop and waits for it', async () => {
  const { live, scans, touch, isWatching } = rig();
  live.start();
  touch();
  let closed = false;
  const closing = live.close().then(() => (closed = true));
  await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
  expect(isWatching()).toBe(false);
  expect(scans).toHaveLength(1);
  expect(scans[0]!.signal.aborted).toBe(true);
  expect(closed).toBe(false);
  scans[0]!.end('last');
  await closing;
  expect(closed).toBe(true);
});
