import { expect, test } from 'vitest';
import { attentionReport, type AttentionItem } from '../contract/reports/attention.ts';
import type { FilterInput } from '../contract/filters.ts';
import type { UsageEvent } from '../contract/usage-event.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { attention } from './attention.ts';

const dollars = (at: string, usd: number, sessionId = at): UsageEvent =>
  event({ at, model: 'claude-opus-4-8', input: usd * 200_000, output: 0, sessionId });
const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T10:00:00Z`;

async function itemsOf(turns: readonly UsageEvent[], query: FilterInput = {}): Promise<AttentionItem[]> {
  const report = await attention(contextOver(turns), query);
  expect(attentionReport.parse(report)).toEqual(report);
  return report.attention;
}

test('nothing deserves a look when nothing happened', async () => {
  expect(await itemsOf([])).toEqual([]);
});

test('a day three times as dear as usual stands out, also when the usual days lie before the range', async () => {
  const turns = [10, 11, 12, 13, 14].map((n) => dollars(day(n), 2));
  const spike = dollars(day(20), 6);
  const item = { kind: 'unusual-day', day: '2026-11-20', cost: 6, usual: 2, times: 3 };
  expect(await itemsOf([...turns, spike])).toContainEqual(item);
  expect(await itemsOf([...turns, spike], { range: '7d' })).toContainEqual(item);
  expect(await itemsOf([...turns, dollars(day(20), 5.9)])).toEqual([]);
});

test('the fewest sessions that make four fifths of the cost', async () => {
  const small = Array.from({ length: 10 }, (_, i) => dollars(day(1), 0.1, `small-${i}`));
  const items = await itemsOf([...small, dollars(day(1), 3, 'large-1'), dollars(day(1), 2, 'large-2')]);
  expect(items).toMatchObject([
    {
      kind: 'concentration',
      sessions: 2,
      ofSessions: 12,
      cost: 5,
      top: [{ sessionId: 'large-1' }, { sessionId: 'large-2' }],
    },
  ]);
});

test('a dear session that hardly read from the cache', async () => {
  const turns = Array.from({ length: 20 }, () =>
    event({ at: day(2), sessionId: 'forgetful', input: 60_000, cacheRead: 40_000 }),
  );
  expect(await itemsOf(turns)).toMatchObject([{ kind: 'cache-misses', sessionId: 'forgetful', cacheHitRate: 0.4 }]);
  expect(await itemsOf(turns.slice(1))).toEqual([]);
});

test('what makes the figures wrong comes first', async () => {
  const items = await itemsOf([
    ...Array.from({ length: 11 }, (_, i) => dollars(day(3), 1, `s${i}`)),
    event({ at: day(3), model: 'house-model', final: false }),
  ]);
  expect(items.map((i) => i.kind)).toEqual(['unpriced-model', 'unfinal-turns', 'concentration']);
});
