import type { LogError } from './error-response.ts';

/** Time between two syncs with the workspace while the dashboard runs, in milliseconds. */
export const SYNC_EVERY_MS = 60_000;

/** What one sync tells the dashboard. */
export interface SyncAnswer {
  readonly state: 'synced' | 'away';
  /** Where the workspace lies, without secrets. */
  readonly location: string;
  /** What the user should know, each told once by the workspace itself. */
  readonly notices: readonly string[];
}

export interface LiveSyncDeps {
  readonly sync: () => Promise<SyncAnswer>;
  /** After each sync that reached the workspace: there may be new figures. */
  readonly onSynced: () => void;
  readonly log: LogError;
  /** Milliseconds since 1970, UTC. */
  readonly now?: () => number;
}

export interface LiveSync {
  start(): void;
  close(): void;
  state(): SyncState;
}
/** How the last sync went. */
export interface SyncState {
  /** Where the workspace lies, without secrets; undefined until it was found out. */
  readonly location: string | undefined;
  /** Why the last sync did not reach it; undefined when it did, or none has ended yet. */
  readonly failure: string | undefined;
  /** When it was reached last by this run. */
  readonly syncedMs: number | undefined;
}

/**
 * Syncs when told to and from then on each minute, never twice at once. A workspace that is away or fails is told once,
 * not each minute, and tried again; the figures of this ledger stand meanwhile.
 */
export function createLiveSync({ sync, onSynced, log, now = Date.now }: LiveSyncDeps): LiveSync {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = false;
  let closed = false;
  let told = '';
  let at: SyncState = { location: undefined, failure: undefined, syncedMs: undefined };

  function tell(title: string, detail: string): void {
    if (told !== detail) log(title, new Error(detail));
    told = detail;
  }

  function settle({ state, location, notices }: SyncAnswer): void {
    for (const notice of notices) log('Workspace', new Error(notice));
    at = { ...at, location, ...(state === 'away' ? { failure: 'it is not there' } : reached()) };
    if (state === 'away')
      return tell('The workspace is away', `${location} is not there; the others are as last heard`);
    told = '';
    onSynced();
  }

  const reached = (): Partial<SyncState> => ({ failure: undefined, syncedMs: now() });

  async function run(): Promise<void> {
    try {
      const answer = await sync();
      if (!closed) settle(answer);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      at = { ...at, failure };
      if (!closed) tell('The workspace could not be synced', failure);
    }
    if (!closed) timer = setTimeout(() => void run(), SYNC_EVERY_MS);
  }

  return {
    state: () => at,
    start() {
      if (started || closed) return;
      started = true;
      void run();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
