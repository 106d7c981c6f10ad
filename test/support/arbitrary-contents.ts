import fc from 'fast-check';
import { contextClassOf, RANK, type UsageEvent } from '../../src/contract/usage-event.ts';
import { toEpochMs, toNanoUsd } from '../../src/contract/units.ts';
import type { SessionCostFacts } from '../../src/ledger/ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { LedgerContents } from './ledger-contents.ts';

/** Zones with whole, half and quarter-hour offsets, a half-hour change of the clock, and both hemispheres. */
export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
] as const;

/** Around changes of the clock, of a price, and of the year; the tests are made on the last. */
const MOMENTS = [
  '2026-03-08T07',
  '2026-03-29T01',
  '2026-04-04T15',
  '2026-10-07T00',
  '2026-10-25T01',
  '2026-11-01T06',
  '2025-12-31T23',
  '2026-11-22T12',
];
export const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const HOUR_MS = 3_600_000;

const MODELS = ['claude-opus-4-6', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-4-8', 'house-model', ''];
export const FOLDERS = ['/home/ana/work/shop', '/home/ana/work/shop-api', '/srv/blog', ''];
export const SESSIONS = ['5e55-aaaa', '5e55-aabb', '5e55-cccc', 'f0f0-0001'];

const tokens = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 250_000 }));
const instant = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -60 * HOUR_MS, max: 60 * HOUR_MS }))
  .map(([moment, shift]) => Math.min(Date.parse(`${moment}:00:00Z`) + shift, NOW_MS));

/** One response: what all copies of it agree on. */
const response = fc.record({
  timestampMs: instant,
  model: fc.constantFrom(...MODELS),
  fast: fc.boolean(),
  batch: fc.boolean(),
  us: fc.boolean(),
  input: tokens,
  cache5m: tokens,
  cache1h: tokens,
  cacheRead: tokens,
  webSearches: fc.constantFrom(0, 0, 0, 3),
});
type Response = typeof response extends fc.Arbitrary<infer T> ? T : never;

/** What one line tells of it, and where. */
const copy = fc.record({
  output: tokens,
  rank: fc.constantFrom(RANK.main, RANK.main, RANK.sidechain, RANK.nested),
  final: fc.boolean(),
  hasSpeed: fc.boolean(),
  sessionId: fc.constantFrom(...SESSIONS),
  ownerCertain: fc.boolean(),
  cwd: fc.constantFrom(...FOLDERS),
  gitBranch: fc.constantFrom('main', 'feature/x', ''),
  tool: fc.constantFrom('', 'Bash', 'Edit'),
  cliVersion: fc.constantFrom('2.1.30', '2.1.114'),
  delayMs: fc.integer({ min: 0, max: 5000 }),
  file: fc.nat({ max: 3 }),
});
type Copy = typeof copy extends fc.Arbitrary<infer T> ? T : never;

function eventOf(index: number, r: Response, c: Copy): UsageEvent {
  const { delayMs, file: _, ...told } = c;
  return {
    ...r,
    ...told,
    key: `msg_${index}`,
    timestampMs: r.timestampMs + delayMs,
    context: contextClassOf(r.input + r.cache5m + r.cache1h + r.cacheRead),
    agentId: c.rank === RANK.main ? '' : `agent-${c.file}`,
  };
}

const said = { cacheCreation: 300, cacheRead: 4000, webSearches: 1, costNano: toNanoUsd(1_234_567) };
const TOLD: readonly SessionCostFacts[] = [
  { ...said, startMs: toEpochMs(1), model: 'claude-opus-4-6', input: 10, output: 20 },
  { ...said, startMs: toEpochMs(2), model: 'claude-haiku-5-5', input: 1, output: 2 },
  { ...said, startMs: toEpochMs(2), model: 'claude-opus-4-6[1m]', input: 30, output: 40 },
];

/** Transcripts of one machine: each response in one to three copies, strewn over four files. */
export const arbitraryContents: fc.Arbitrary<LedgerContents> = fc
  .array(fc.tuple(response, fc.array(copy, { minLength: 1, maxLength: 3 })), { maxLength: 25, size: '+1' })
  .map((responses) => {
    const files = Array.from({ length: 4 }, (_, i) => ({ bornMs: 1000 + (i % 3), events: [] as UsageEvent[] }));
    responses.forEach(([r, copies], i) => {
      for (const c of copies) files[c.file]!.events.push(eventOf(i, r, c));
    });
    return {
      machines: [{ name: 'laptop', files }],
      titles: { '5e55-aaaa': 'Fix the shop', 'f0f0-0001': 'Écrire le blog' },
      sessionCosts: { '5e55-aaaa': TOLD },
      epochs: loadPriceTable().epochs,
    };
  });
