import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { RevisionEvent } from '../../../src/contract/reports/page.ts';

/** The stream of revisions: whether it flows, and since when it does not. */
export interface Live {
  readonly state: 'connecting' | 'live' | 'lost';
  /** When the server was last heard, by this browser's clock: at first, when it sent this page. */
  readonly heardMs: number;
  /** The ledger's last revision that was told. */
  readonly revision: string | null;
}

let live: Live = { state: 'connecting', heardMs: Date.now(), revision: null };
const listeners = new Set<() => void>();
function set(next: Partial<Live>): void {
  live = { ...live, ...next };
  for (const listener of listeners) listener();
}

export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}

/** Follows the ledger while the page is open: each new revision makes every figure on the screen fetch itself again. */
export function useRevisions(): void {
  const client = useQueryClient();
  useEffect(() => follow(client), [client]);
}

function follow(client: QueryClient): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      // What happened during a gap was not told, and what was asked meanwhile was not answered.
      if (live.state === 'lost') void client.invalidateQueries();
      set({ state: 'live', heardMs: Date.now() });
    });
    source.addEventListener('revision', (event) => {
      const { revision } = JSON.parse((event as MessageEvent<string>).data) as RevisionEvent;
      if (revision !== live.revision) void client.invalidateQueries();
      set({ state: 'live', heardMs: Date.now(), revision });
    });
    source.addEventListener('scan', () => {
      set({ state: 'live', heardMs: Date.now() });
      void client.invalidateQueries({ queryKey: ['status'] });
    });
    source.addEventListener('error', () => {
      set({ state: 'lost' });
      // The browser tries again by itself unless the answer was a refusal.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, 3000);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
