import { UsageError } from '../contract/errors.ts';
import type { RevisionEvent } from '../contract/reports/page.ts';
import type { ScanEvent } from '../contract/scan-event.ts';
import type { LiveScan, ScanState } from './live-scan.ts';
import type { RevisionWatch } from './revision-watch.ts';

/** A comment this often keeps proxies and sleeping laptops from taking a quiet stream for a dead one. */
export const KEEP_ALIVE_MS = 15_000;
/** Pages that may listen at once. */
export const MAX_LISTENERS = 64;
/** What a browser waits before it connects again. */
const RETRY_MS = 1000;

export interface EventHub {
  /**
   * A stream of server-sent events: `revision` and `scan` at once and on each change, comments in between.
   * @throws UsageError server-busy beyond MAX_LISTENERS
   */
  open(): ReadableStream<Uint8Array>;
  readonly listeners: number;
  /** Ends every stream, so that the server can close. */
  close(): void;
}

export function createEventHub(revisions: RevisionWatch, live: LiveScan<unknown>): EventHub {
  const outlets = new Set<Outlet>();
  return {
    open() {
      if (outlets.size >= MAX_LISTENERS) {
        throw new UsageError('server-busy', `${MAX_LISTENERS} pages listen already.`, 'Close a page and reload.');
      }
      return listen(outlets, revisions, live);
    },
    get listeners() {
      return outlets.size;
    },
    close() {
      for (const outlet of outlets) outlet.end();
    },
  };
}

function listen(outlets: Set<Outlet>, revisions: RevisionWatch, live: LiveScan<unknown>): ReadableStream<Uint8Array> {
  const outlet = new Outlet();
  outlets.add(outlet);
  const timer = setInterval(() => outlet.send('keep-alive', ':\n\n'), KEEP_ALIVE_MS);
  const sendScan = (): void => outlet.send('scan', eventText('scan', scanEventOf(live.state())));
  outlet.send('retry', `retry: ${RETRY_MS}\n\n`);
  sendScan();
  const offScan = live.subscribe(sendScan);
  const offRevision = revisions.subscribe(({ revision, atMs }) => {
    const data: RevisionEvent = { revision, at: new Date(atMs).toISOString() };
    outlet.send('revision', eventText('revision', data));
  });
  outlet.onEnd = () => {
    clearInterval(timer);
    offScan();
    offRevision();
    outlets.delete(outlet);
  };
  return outlet.stream;
}

/** One reader. It gets the newest text of each kind: what it did not take in time is overwritten, never queued. */
class Outlet {
  readonly stream: ReadableStream<Uint8Array>;
  onEnd: () => void = () => undefined;
  readonly #encoder = new TextEncoder();
  readonly #unsent = new Map<string, string>();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    this.stream = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#flush(),
        cancel: () => this.#close(),
      },
      { highWaterMark: 1 },
    );
  }

  send(kind: string, text: string): void {
    this.#unsent.set(kind, text);
    this.#flush();
  }

  end(): void {
    this.#controller?.close();
    this.#close();
  }

  #flush(): void {
    if (this.#unsent.size === 0 || (this.#controller?.desiredSize ?? 0) <= 0) return;
    const text = [...this.#unsent.values()].join('');
    // Cleared first: enqueue may call pull, and with it this method, before it returns.
    this.#unsent.clear();
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  #close(): void {
    this.#controller = undefined;
    this.onEnd();
  }
}

/** What the page needs to know of the scans, in the words of its contract. */
export function scanEventOf(state: ScanState<unknown>): ScanEvent {
  return {
    scanning: state.scanning,
    lastScan: state.last === undefined ? null : new Date(state.last.atMs).toISOString(),
    failure:
      state.failure === undefined
        ? null
        : { at: new Date(state.failure.atMs).toISOString(), message: state.failure.message },
  };
}

function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
