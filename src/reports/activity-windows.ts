/** Windows of at most five hours, derived from the times of turns (transcripts.md 5.7). */
export const WINDOW_MS = 5 * 3_600_000;
const HOUR_MS = 3_600_000;

export interface ActivityWindow {
  /** The first turn's time, floored to the UTC hour. */
  readonly startMs: number;
  firstMs: number;
  lastMs: number;
}

/** Puts turns, given in time order, into windows: one ends five hours after its start, or after a pause of five hours. */
export class WindowTracker {
  #current: ActivityWindow | undefined;

  /** The window of a turn; a new object whenever a new window begins. */
  add(ms: number): ActivityWindow {
    const open = this.#current;
    if (open && ms - open.startMs <= WINDOW_MS && ms - open.lastMs <= WINDOW_MS) {
      open.lastMs = ms;
      return open;
    }
    this.#current = { startMs: Math.floor(ms / HOUR_MS) * HOUR_MS, firstMs: ms, lastMs: ms };
    return this.#current;
  }
}

/** Whether a window is running: it began, it has not ended, and its last turn is less than five hours ago. */
export function isActive(window: ActivityWindow, nowMs: number): boolean {
  const { startMs, lastMs } = window;
  return startMs <= nowMs && nowMs < startMs + WINDOW_MS && nowMs - lastMs < WINDOW_MS;
}
