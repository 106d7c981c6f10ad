import { expect, test } from 'vitest';
import { RANK, type UsageEvent } from '../../src/contract/usage-event.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import { daily } from '../../src/reports/daily.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { series } from '../../src/reports/series.ts';
import { session } from '../../src/reports/session.ts';
import { weekly } from '../../src/reports/weekly.ts';
import { NOW_MS } from '../support/arbitrary-contents.ts';
import { contentsOf, event } from '../support/event.ts';
import type { LedgerFactory } from '../support/ledger-factory.ts';

/** Figures worked out by hand, so that the naive ledger itself is held to something. */
export function registerExampleTests(makeLedger: LedgerFactory): void {
  const withLedger = async (
    events: readonly UsageEvent[],
    work: (c: ReportContext) => Promise<void>,
  ): Promise<void> => {
    const reader = await makeLedger(contentsOf(events));
    try {
      await work({ reader, prices: loadPriceTable(), nowMs: NOW_MS, zone: 'UTC', version: 'test' });
    } finally {
      await reader.close();
    }
  };

  test('an empty ledger has no days and totals of zero', async () => {
    await withLedger([], async (context) => {
      const report = await daily(context);
      expect(report.daily).toEqual([]);
      expect(report.totals).toMatchObject({ totalTokens: 0, totalCost: 0, sessions: 0 });
    });
  });

  test('a streamed response counts once, with its final output, wherever it was copied to', async () => {
    const line = { at: '2026-11-01T10:00:00Z', key: 'msg_1', input: 1000, cache1h: 2000, cacheRead: 4000 };
    const events = [
      event({ ...line, output: 2, final: false }),
      event({ ...line, output: 500 }),
      event({ ...line, output: 900, rank: RANK.sidechain, sessionId: '5e55-aabb' }),
    ];
    await withLedger(events, async (context) => {
      const report = await session(context);
      expect(report.session.map((s) => [s.sessionId, s.outputTokens, s.turns])).toEqual([['5e55-aaaa', 500, 1]]);
      // Opus 4.8 per million: input 5, output 25, one-hour write 10, read 0.5: 0.005 + 0.0125 + 0.02 + 0.002.
      expect(report.totals.totalCost).toBe(0.0395);
    });
  });

  test('a turn belongs to the local day, also in a zone of quarter hours', async () => {
    const events = [event({ at: '2026-11-01T18:14:59.999Z' }), event({ at: '2026-11-01T18:15:00Z' })];
    await withLedger(events, async (context) => {
      const days = (await daily(context, { timezone: 'Asia/Kathmandu' })).daily.map((d) => [d.period, d.turns]);
      expect(days).toEqual([
        ['2026-11-01', 1],
        ['2026-11-02', 1],
      ]);
      const cut = await daily(context, { timezone: 'Asia/Kathmandu', since: '2026-11-02' });
      expect(cut.totals.turns).toBe(1);
    });
  });

  test('a day that puts the clock forward has 23 hours, and one that puts it back 24 names', async () => {
    const spring = ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'];
    const autumn = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'];
    const events = [...spring, ...autumn].map((at) => event({ at }));
    await withLedger(events, async (context) => {
      const hours = async (day: string): Promise<[string, number][]> => {
        const query = { timezone: 'Europe/Berlin', since: day, until: day, bucket: 'hour' } as const;
        const { buckets, turns } = (await series(context, query)).series;
        return buckets.map((b, i) => [b.key, turns[i]!]);
      };
      const forward = await hours('2026-03-29');
      expect(forward).toHaveLength(23);
      expect(forward.filter(([, turns]) => turns > 0)).toEqual([
        ['2026-03-29T01', 1],
        ['2026-03-29T03', 1],
      ]);
      const back = await hours('2026-10-25');
      expect(back).toHaveLength(24);
      expect(back.filter(([, turns]) => turns > 0)).toEqual([['2026-10-25T02', 2]]);
    });
  });

  test('a session that lasts over midnight counts once in its week', async () => {
    const events = [event({ at: '2026-11-17T23:59:00Z' }), event({ at: '2026-11-18T00:01:00Z' })];
    await withLedger(events, async (context) => {
      expect((await daily(context)).daily.map((d) => d.sessions)).toEqual([1, 1]);
      const report = await weekly(context);
      expect(report.weekly.map((w) => [w.period, w.sessions])).toEqual([['2026-11-16', 1]]);
      expect((await weekly(context, { weekStart: 'sunday' })).weekly.map((w) => w.period)).toEqual(['2026-11-15']);
      expect(report.totals.sessions).toBe(1);
    });
  });

  test('a dated price holds for the turns of its time', async () => {
    const read = { model: 'claude-sonnet-5-5', input: 0, output: 0, cacheRead: 1_000_000 };
    const events = [event({ at: '2026-10-06T23:59:59Z', ...read }), event({ at: '2026-10-07T00:00:00Z', ...read })];
    await withLedger(events, async (context) => {
      expect((await daily(context)).daily.map((d) => d.totalCost)).toEqual([0.2, 0.1]);
    });
  });

  test('a model without a price is named, and is no silent zero', async () => {
    const events = [event({ at: '2026-11-01T10:00:00Z', model: 'house-model', input: 70, output: 30 })];
    await withLedger(events, async (context) => {
      const report = await daily(context);
      expect(report.totals).toMatchObject({ totalCost: 0, totalTokens: 100, unpricedTokens: 100 });
      expect(report.coverage.unpricedModels).toEqual([{ model: 'house-model', tokens: 100, turns: 1 }]);
    });
  });
}
