import { RANK, type UsageEvent } from '../../src/contract/usage-event.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { LedgerContents } from './ledger-contents.ts';

let made = 0;

/** A turn of the main chain, with what a test cares about changed. Each has a key of its own unless given one. */
export function event(changes: Partial<UsageEvent> & { readonly at: string }): UsageEvent {
  const { at, ...rest } = changes;
  made += 1;
  return {
    key: `msg_made_${made}`,
    timestampMs: Date.parse(at),
    model: 'claude-opus-4-8',
    fast: false,
    batch: false,
    us: false,
    context: 0,
    input: 10,
    output: 20,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    webSearches: 0,
    rank: RANK.main,
    final: true,
    hasSpeed: true,
    sessionId: '5e55-aaaa',
    ownerCertain: false,
    cwd: '/home/ana/work/shop',
    gitBranch: 'main',
    agentId: '',
    tool: '',
    cliVersion: '2.1.219',
    ...rest,
  };
}

/** Contents of one machine with one file. */
export function contentsOf(
  events: readonly UsageEvent[],
  titles: Readonly<Record<string, string>> = {},
): LedgerContents {
  return { machines: [{ name: 'laptop', files: [{ bornMs: 0, events }] }], titles, epochs: loadPriceTable().epochs };
}
