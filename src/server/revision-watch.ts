import type { LogError } from './error-response.ts';

/** How often the ledger is asked whether it changed, in milliseconds: another process may write it too. */
export const POLL_MS = 1000;

export interface RevisionChange {
  readonly revision: string;
  /** When it was noticed. */
  readonly atMs: number;
}
export type RevisionListener = (change: RevisionChange) => void;

export interface RevisionWatch {
  /** Calls back with the revision as soon as it is known, then on each change. Polls only while somebody listens. */
  subscribe(listener: RevisionListener): () => void;
  /** Looks now instead of at the next poll: after a scan of our own. */
  look(): Promise<void>;
  close(): void;
}

/** One poller shared by all listeners. A failing read is logged once per run of failures, and tried again. */
export function watchRevision(revision: () => Promise<string>, now: () => number, log: LogError): RevisionWatch {
  const listeners = new Set<RevisionListener>();
  let known: RevisionChange | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let failing = false;

  async function look(): Promise<void> {
    if (timer === undefined) return;
    try {
      const found = await revision();
      failing = false;
      if (found === known?.revision) return;
      known = { revision: found, atMs: now() };
      for (const listener of listeners) listener(known);
    } catch (error) {
      if (!failing) log('The ledger could not be asked for its revision', error);
      failing = true;
    }
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    known = undefined;
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        timer = setInterval(() => void look(), POLL_MS);
        timer.unref();
        void look();
      } else if (known !== undefined) listener(known);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    look,
    close() {
      listeners.clear();
      stop();
    },
  };
}
