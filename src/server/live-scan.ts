import type { LogError } from './error-response.ts';

/** Quiet time after a change on disk before a scan, in milliseconds. */
export const SETTLE_MS = 150;
/** Longest wait while changes keep coming, so that a busy session still shows within two seconds. */
export const MAX_WAIT_MS = 600;

export interface ScanRequest {
  /** Reads every transcript again from its start; deletes nothing. */
  readonly full: boolean;
}
export interface ScanDeps<Result> {
  /** Reads what is new into the ledger. Never called twice at once. */
  readonly scan: (request: ScanRequest & { readonly signal: AbortSignal }) => Promise<Result>;
  /** Calls back whenever a transcript may have changed, until closed. */
  readonly watch: (onChange: () => void) => { close(): void | Promise<void> };
  readonly now: () => number;
  readonly log: LogError;
}

export interface ScanState<Result> {
  readonly scanning: boolean;
  /** When the last scan ended well, and what it gave. */
  readonly last: { readonly atMs: number; readonly tookMs: number; readonly result: Result } | undefined;
  /** Why the last scan failed; undefined after a good one. */
  readonly failure: { readonly atMs: number; readonly message: string } | undefined;
}

export interface LiveScan<Result> {
  /** Scans once and from then on whenever a transcript changes. */
  start(): void;
  /** Scans now, or once more after the scan that runs. Resolves with that scan's result. */
  request(request: ScanRequest): Promise<Result>;
  state(): ScanState<Result>;
  /** Calls back when a scan begins, ends or fails. */
  subscribe(listener: () => void): () => void;
  /** Stops watching and waits for the scan that runs. */
  close(): Promise<void>;
}

interface Job<Result> extends PromiseWithResolvers<Result> {
  full: boolean;
}

/**
 * Keeps the ledger up to date while the page is open. One scan at a time; requests that arrive meanwhile share
 * the next one, full when any of them is. A failure is remembered and shown, and the next change tries again.
 */
export function createLiveScan<Result>(deps: ScanDeps<Result>): LiveScan<Result> {
  const listeners = new Set<() => void>();
  const settle = createSettle(() => void request({ full: false }).catch(() => undefined));
  const stop = new AbortController();
  let state: ScanState<Result> = { scanning: false, last: undefined, failure: undefined };
  let waiting: Job<Result> | undefined;
  let working: Promise<void> | undefined;
  let watcher: { close(): void | Promise<void> } | undefined;

  function update(change: Partial<ScanState<Result>>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  async function scan(full: boolean): Promise<Result> {
    const startMs = deps.now();
    update({ scanning: true });
    try {
      const result = await deps.scan({ full, signal: stop.signal });
      const atMs = deps.now();
      update({ scanning: false, failure: undefined, last: { atMs, tookMs: atMs - startMs, result } });
      return result;
    } catch (error) {
      if (!stop.signal.aborted) deps.log('The scan failed', error);
      const message = error instanceof Error ? error.message : String(error);
      update({ scanning: false, failure: { atMs: deps.now(), message } });
      throw error;
    }
  }

  async function work(): Promise<void> {
    for (let job = waiting; job !== undefined; job = waiting) {
      waiting = undefined;
      await scan(job.full).then(job.resolve, job.reject);
    }
    working = undefined;
  }

  function request({ full }: ScanRequest): Promise<Result> {
    waiting ??= { full, ...Promise.withResolvers<Result>() };
    waiting.full ||= full;
    const { promise } = waiting;
    working ??= work();
    return promise;
  }

  return {
    start() {
      watcher ??= deps.watch(settle.touch);
      void request({ full: false }).catch(() => undefined);
    },
    request,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      settle.cancel();
      stop.abort();
      await watcher?.close();
      await working;
      listeners.clear();
    },
  };
}

/** Calls `act` SETTLE_MS after the last touch, and at the latest MAX_WAIT_MS after the first. */
function createSettle(act: () => void): { touch: () => void; cancel: () => void } {
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let latest: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    clearTimeout(quiet);
    clearTimeout(latest);
    quiet = latest = undefined;
  };
  const fire = (): void => {
    cancel();
    act();
  };
  return {
    touch: () => {
      clearTimeout(quiet);
      quiet = setTimeout(fire, SETTLE_MS);
      latest ??= setTimeout(fire, MAX_WAIT_MS);
    },
    cancel,
  };
}
