import { hash, randomUUID } from 'node:crypto';

export interface CachedResponse {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

export interface CacheRequest {
  /** Everything the answer depends on besides the ledger: route, canonical query, local day. */
  readonly key: string;
  /** `LedgerReader.revision()` read before the answer is made. */
  readonly revision: string;
  readonly make: () => Promise<CachedResponse>;
}

export interface ResponseCache {
  /** Strong entity tag of the answer; known without making it. Differs between runs of the program. */
  etag(request: Pick<CacheRequest, 'key' | 'revision'>): string;
  /** The answer, made at most once at a time per key and revision. A failure is not kept. */
  get(request: CacheRequest): Promise<CachedResponse>;
  readonly bytes: number;
}

/** Bookkeeping of one entry, so that a million empty answers do not count as nothing. */
const ENTRY_OVERHEAD = 512;

/**
 * Keeps serialised answers of the newest ledger revision, least recently used out first, within `maxBytes`.
 * Invariant: an entry is at least as new as the revision it is filed under, because the revision is read first.
 */
export function createResponseCache(maxBytes: number): ResponseCache {
  const run = randomUUID();
  const entries = new Map<string, CachedResponse>();
  const inFlight = new Map<string, Promise<CachedResponse>>();
  let revision = '';
  let used = 0;

  function keep(key: string, value: CachedResponse): void {
    const size = value.bytes.byteLength + ENTRY_OVERHEAD;
    if (size > maxBytes / 4) return;
    entries.set(key, value);
    used += size;
    for (const [oldest, entry] of entries) {
      if (used <= maxBytes) break;
      entries.delete(oldest);
      used -= entry.bytes.byteLength + ENTRY_OVERHEAD;
    }
  }

  function turnTo(next: string): void {
    if (next === revision) return;
    revision = next;
    entries.clear();
    used = 0;
  }

  async function make(request: CacheRequest, flight: string): Promise<CachedResponse> {
    try {
      const value = await request.make();
      if (request.revision === revision && !entries.has(request.key)) keep(request.key, value);
      return value;
    } finally {
      inFlight.delete(flight);
    }
  }

  return {
    etag: ({ key, revision: of }) => `"${hash('sha1', JSON.stringify([run, of, key]), 'base64url')}"`,
    get(request) {
      turnTo(request.revision);
      const hit = entries.get(request.key);
      if (hit !== undefined) {
        entries.delete(request.key);
        entries.set(request.key, hit);
        return Promise.resolve(hit);
      }
      const flight = JSON.stringify([request.revision, request.key]);
      const running = inFlight.get(flight);
      if (running !== undefined) return running;
      const made = make(request, flight);
      inFlight.set(flight, made);
      return made;
    },
    get bytes() {
      return used;
    },
  };
}
