import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isActive, WINDOW_MS, WindowTracker, type ActivityWindow } from './activity-windows.ts';

const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

function windowsOf(times: readonly number[]): { window: ActivityWindow; turns: number }[] {
  const tracker = new WindowTracker();
  const found: { window: ActivityWindow; turns: number }[] = [];
  for (const ms of times) {
    const window = tracker.add(ms);
    if (found.at(-1)?.window === window) found.at(-1)!.turns += 1;
    else found.push({ window, turns: 1 });
  }
  return found;
}

test('a window starts at the hour of its first turn and holds five hours, its last instant included', () => {
  const found = windowsOf([at('09:59:59'), at('12:00:00'), at('14:00:00'), at('14:00:01')]);
  expect(found.map((f) => [f.window.startMs, f.turns])).toEqual([
    [at('09:00:00'), 3],
    [at('14:00:00'), 1],
  ]);
});

test('a pause of more than five hours begins a new window', () => {
  const tracker = new WindowTracker();
  const first = tracker.add(at('03:00:00'));
  expect(tracker.add(at('08:00:00'))).toBe(first);
  expect(tracker.add(at('13:00:01')).startMs).toBe(at('13:00:00'));
});

test('a window runs until it ends or until five hours after its last turn', () => {
  const window = { startMs: at('09:00:00'), firstMs: at('09:30:00'), lastMs: at('10:00:00') };
  expect(isActive(window, at('13:59:59'))).toBe(true);
  expect(isActive(window, at('14:00:00'))).toBe(false);
  expect(isActive(window, at('08:59:59'))).toBe(false);
});

test('every turn lies in its window, windows do not overlap their first turns', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 * 86_400_000 }), { maxLength: 60 }), (times) => {
      times.sort((a, b) => a - b);
      const tracker = new WindowTracker();
      let previous: ActivityWindow | undefined;
      for (const ms of times) {
        const window = tracker.add(ms);
        expect(ms).toBeGreaterThanOrEqual(window.startMs);
        expect(ms - window.startMs).toBeLessThanOrEqual(WINDOW_MS);
        if (previous && previous !== window) expect(ms).toBe(window.firstMs);
        previous = window;
      }
    }),
  );
});
