import type { UsageCell } from '../ledger/ledger.ts';

/** Windows of at most five hours, derived from the times of turns (transcripts.md 5.7). */
export const WINDOW_MS = 5 * 3_600_000;
const HOUR_MS = 3_600_000;

export interface ActivityWindow {
  /** The first turn's time, floored to the UTC hour. */
  readonly startMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Turns of one moment, or of the quarter hour that begins then. */
export interface Piece {
  readonly startMs: number;
  readonly isMoment: boolean;
  readonly cells: readonly UsageCell[];
}

/** When the window of a piece begins that no earlier window holds. */
export const windowStart = (piece: Piece): number => Math.floor(piece.startMs / HOUR_MS) * HOUR_MS;

/**
 * Puts pieces, given in time order, into windows: one holds the five hours after its start, their last instant included. A
 * quarter hour that begins with that instant starts a new window: whoever finds a turn at it must give its moments.
 */
export function windowsOf(pieces: readonly Piece[]): Piece[][] {
  const windows: Piece[][] = [];
  let startMs = -Infinity;
  for (const piece of pieces) {
    const age = piece.startMs - startMs;
    if (age < WINDOW_MS || (piece.isMoment && age === WINDOW_MS)) {
      windows.at(-1)!.push(piece);
    } else {
      windows.push([piece]);
      startMs = windowStart(piece);
    }
  }
  return windows;
}

/** Whether a window is running: it began, it has not ended, and its last turn is less than five hours ago. */
export function isActive(window: ActivityWindow, nowMs: number): boolean {
  const { startMs, lastMs } = window;
  return startMs <= nowMs && nowMs < startMs + WINDOW_MS && nowMs - lastMs < WINDOW_MS;
}
