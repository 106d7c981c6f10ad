import fc from 'fast-check';
import { toEpochMs } from '../../src/contract/units.ts';
import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import type { ContextClass, Rank } from '../../src/contract/usage-event.ts';

const FIRST_MS = Date.UTC(2026, 9, 1);
const count = fc.nat(5000);
const epochMs = (span: number) => fc.nat(span).map((n) => toEpochMs(FIRST_MS + n));

/** Any turn that a machine may share. Few keys and sessions, so that copies meet. */
export const sharedTurn: fc.Arbitrary<SharedTurn> = fc.record({
  key: fc.constantFrom('msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_5#1'),
  timestampMs: epochMs(40 * 86_400_000),
  bornMs: epochMs(1000),
  rank: fc.constantFrom<Rank>(0, 1, 2, 3),
  final: fc.boolean(),
  hasSpeed: fc.boolean(),
  ownerCertain: fc.boolean(),
  side: fc.boolean(),
  webSearches: fc.nat(3),
  sessionId: fc.constantFrom('s1', 's2', 's3'),
  projectKey: fc.constantFrom('ref:1', 'ref:2'),
  projectName: fc.constant('app'),
  branch: fc.constantFrom('', 'main'),
  model: fc.constantFrom('claude-opus-5', 'claude-haiku-5-5'),
  fast: fc.boolean(),
  batch: fc.boolean(),
  us: fc.boolean(),
  context: fc.constantFrom<ContextClass>(0, 1, 2),
  input: count,
  output: count,
  cache5m: count,
  cache1h: count,
  cacheRead: count,
});
