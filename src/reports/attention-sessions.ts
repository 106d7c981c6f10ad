import type { AttentionItem } from '../contract/reports/attention.ts';
import { toNanoUsd, zeroMoney } from '../pricing/money.ts';
import { shareOf } from './envelope.ts';
import type { Sums, UsageFold } from './fold.ts';
import { nanoToUsd } from '../contract/units.ts';
import type { ReportScope } from './report-scope.ts';
import { sessionHeadsOf, type SessionHead } from './session-rows.ts';
import { cacheHitRate } from './summary.ts';

const LEAST_SESSIONS = 10;
const CONCENTRATED_SHARE = 0.8;
const TOP = 5;
const DEAREST = 20;
const LOW_HIT_RATE = 0.5;
const LEAST_TURNS = 20;
const MOST_CACHE_MISSES = 3;

interface Costly {
  readonly id: number;
  readonly cost: number;
}

/**
 * Where the money went: the few sessions that make most of it, and dear ones that hardly used the cache. `fold` holds the
 * scope by session, `total` is what all of it cost.
 */
export async function attentionToSessions(
  scope: ReportScope,
  fold: UsageFold<number>,
  total: number,
): Promise<AttentionItem[]> {
  const costly = [...fold.keys()]
    .map((id): Costly => ({ id, cost: fold.cost(id) }))
    .sort((a, b) => b.cost - a.cost || a.id - b.id);
  const misses = costly.slice(0, DEAREST).filter(({ id }) => isMiss(fold.sums(id)));
  const shownMisses = misses.slice(0, MOST_CACHE_MISSES);
  const heads = await headsOf(scope, [...costly.slice(0, TOP), ...shownMisses]);
  return [
    ...concentration(costly, fold, total, heads),
    ...shownMisses.flatMap((s): AttentionItem[] => {
      const ref = refOf(s, heads);
      return ref ? [{ kind: 'cache-misses', ...ref, cacheHitRate: cacheHitRate(fold.sums(s.id)) }] : [];
    }),
  ];
}

const isMiss = (sums: Sums): boolean => sums.turns >= LEAST_TURNS && cacheHitRate(sums) < LOW_HIT_RATE;

/** The fewest sessions that make 80 % of the cost. */
function concentration(
  costly: readonly Costly[],
  fold: UsageFold<number>,
  total: number,
  heads: Heads,
): AttentionItem[] {
  if (costly.length < LEAST_SESSIONS || total <= 0) return [];
  const money = zeroMoney();
  let sessions = 0;
  let cost = 0;
  while (sessions < costly.length && cost < CONCENTRATED_SHARE * total) {
    fold.addCost(money, costly[sessions]!.id);
    sessions += 1;
    cost = nanoToUsd(toNanoUsd(money));
  }
  const top = costly.slice(0, Math.min(sessions, TOP)).flatMap((s) => refOf(s, heads) ?? []);
  return [{ kind: 'concentration', sessions, ofSessions: costly.length, share: shareOf(cost, total), cost, top }];
}

type Heads = ReadonlyMap<number, SessionHead>;

async function headsOf(scope: ReportScope, sessions: readonly Costly[]): Promise<Heads> {
  const facts = await scope.reader.sessions([...new Set(sessions.map((s) => s.id))]);
  const heads = await sessionHeadsOf(scope, facts);
  return new Map(facts.map((f, i) => [f.id, heads[i]!]));
}

function refOf(
  s: Costly,
  heads: Heads,
): { sessionId: string; title: string; project: string; cost: number } | undefined {
  const head = heads.get(s.id);
  return head && { sessionId: head.sessionId, title: head.title, project: head.project, cost: s.cost };
}
