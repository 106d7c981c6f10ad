import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isActive, WINDOW_MS, windowsOf, windowStart, type Piece } from './activity-windows.ts';

const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

const moments = (times: readonly number[]): Piece[] => times.map((ms) => ({ startMs: ms, isMoment: true, cells: [] }));
const quarters = (...times: string[]): Piece[] =>
  times.map((time) => ({ startMs: at(time), isMoment: false, cells: [] }));
const shown = (pieces: readonly Piece[]): [start: number, pieces: number][] =>
  windowsOf(pieces).map((own) => [windowStart(own[0]!), own.length]);

test('a window starts at the hour of its first turn and holds five hours, its last instant included', () => {
  const times = [at('09:59:59'), at('12:00:00'), at('14:00:00'), at('14:00:01')];
  expect(shown(moments(times))).toEqual([
    [at('09:00:00'), 3],
    [at('14:00:00'), 1],
  ]);
});

test('a quarter hour that begins as a window ends starts the next', () => {
  expect(shown(quarters('09:45:00', '13:45:00', '14:00:00'))).toEqual([
    [at('09:00:00'), 2],
    [at('14:00:00'), 1],
  ]);
});

test('a pause of more than five hours begins a new window', () => {
  expect(shown(moments([at('03:00:00'), at('08:00:00'), at('13:00:01')]))).toEqual([
    [at('03:00:00'), 2],
    [at('13:00:00'), 1],
  ]);
});

test('a window runs until it ends or until five hours after its last turn', () => {
  const window = { startMs: at('09:00:00'), firstMs: at('09:30:00'), lastMs: at('10:00:00') };
  expect(isActive(window, at('13:59:59'))).toBe(true);
  expect(isActive(window, at('14:00:00'))).toBe(false);
  expect(isActive(window, at('08:59:59'))).toBe(false);
});

test('every turn lies in its window, and none in the window before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 * 86_400_000 }), { maxLength: 60 }), (times) => {
      const windows = windowsOf(moments(times.sort((a, b) => a - b)));
      expect(windows.flat().map((piece) => piece.startMs)).toEqual(times);
      let endMs = -1;
      for (const pieces of windows) {
        const startMs = windowStart(pieces[0]!);
        expect(pieces[0]!.startMs).toBeGreaterThan(endMs);
        endMs = startMs + WINDOW_MS;
        expect(pieces.at(-1)!.startMs).toBeLessThanOrEqual(endMs);
      }
    }),
  );
});
