import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { toEpochMs } from '../../src/contract/units.ts';

/** A plain turn under this key. */
export function example(key: string, output = 10): SharedTurn {
  return {
    key,
    timestampMs: toEpochMs(Date.UTC(2026, 9, 1, 12)),
    bornMs: toEpochMs(1000),
    rank: 3,
    final: true,
    hasSpeed: false,
    ownerCertain: false,
    side: false,
    webSearches: 0,
    sessionId: 's1',
    projectKey: 'ref:1',
    projectName: 'app',
    branch: '',
    model: 'claude-opus-5',
    fast: false,
    batch: false,
    us: false,
    context: 0,
    input: 1,
    output,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
  };
}
