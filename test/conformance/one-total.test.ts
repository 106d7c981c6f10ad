/**
 * One number: whatever a report is split by, its rows add up to the same total as the turns one by one. Both sides run over
 * the naive ledger, so that what is held to account here is the reports' own arithmetic.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FilterInput } from '../../src/contract/filters.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import { blocks } from '../../src/reports/blocks.ts';
import { daily } from '../../src/reports/daily.ts';
import { exportRows } from '../../src/reports/export-rows.ts';
import { heatmap } from '../../src/reports/heatmap.ts';
import { machines } from '../../src/reports/machines.ts';
import { models } from '../../src/reports/models.ts';
import { monthly } from '../../src/reports/monthly.ts';
import { projects } from '../../src/reports/projects.ts';
import { ranked } from '../../src/reports/ranked.ts';
import { recentSessions } from '../../src/reports/recent-sessions.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { series } from '../../src/reports/series.ts';
import { session } from '../../src/reports/session.ts';
import { summary } from '../../src/reports/summary.ts';
import { weekly } from '../../src/reports/weekly.ts';
import { arbitraryContents, NOW_MS } from '../support/arbitrary-contents.ts';
import { arbitraryFilter } from '../support/arbitrary-filter.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

/** A price is rounded to a billionth of a dollar once a row: so far may two sums of up to a hundred rows lie apart. */
const CENTS = 7;

interface Total {
  readonly turns: number;
  readonly tokens: number;
  readonly cost: number;
}
interface Row {
  readonly turns: number;
  readonly totalTokens: number;
  readonly totalCost: number;
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const ofRows = (rows: readonly Row[]): Total => ({
  turns: sum(rows.map((r) => r.turns)),
  tokens: sum(rows.map((r) => r.totalTokens)),
  cost: sum(rows.map((r) => r.totalCost)),
});

/** The truth: the turns themselves, added up. */
async function ofTurns(context: ReportContext, filter: FilterInput): Promise<Total> {
  let total: Total = { turns: 0, tokens: 0, cost: 0 };
  for await (const row of exportRows(context, 'turns', filter)) {
    const { turns, tokens, cost } = total;
    total = { turns: turns + 1, tokens: tokens + Number(row['totalTokens']), cost: cost + Number(row['cost']) };
  }
  return total;
}

async function ofExport(context: ReportContext, type: 'sessions' | 'daily' | 'projects', filter: FilterInput) {
  const rows: Row[] = [];
  for await (const row of exportRows(context, type, filter)) rows.push(row as unknown as Row);
  return ofRows(rows);
}

type Way = (context: ReportContext, filter: FilterInput) => Promise<Total>;
/** Each way to arrive at the total. */
const WAYS: Readonly<Record<string, Way>> = {
  'rows by day': async (c, f) => ofRows((await daily(c, f)).daily),
  'rows by week': async (c, f) => ofRows((await weekly(c, f)).weekly),
  'rows by month': async (c, f) => ofRows((await monthly(c, f)).monthly),
  'rows by session': async (c, f) => ofRows((await session(c, f)).session),
  'rows by project': async (c, f) => ofRows((await projects(c, f)).projects),
  'rows by model': async (c, f) => ofRows((await models(c, f)).models),
  'rows by machine': async (c, f) => ofRows((await machines(c, f)).machines),
  'rows by activity window': async (c, f) => ofRows((await blocks(c, f)).blocks),
  'the models of each day': async (c, f) => {
    const parts = (await daily(c, f)).daily.flatMap((day) => day.modelBreakdowns);
    const tokens = parts.map((m) => m.inputTokens + m.outputTokens + m.cacheCreationTokens + m.cacheReadTokens);
    return { turns: sum(parts.map((m) => m.turns)), tokens: sum(tokens), cost: sum(parts.map((m) => m.cost)) };
  },
  'the totals of a report': async (c, f) => ofRows([(await projects(c, f)).totals]),
  'the cards of the page': async (c, f) => {
    const { turns, tokens, cost } = (await summary(c, f)).summary;
    return { turns: turns.value, tokens: tokens.value, cost: cost.value };
  },
  'the split of the page': async (c, f) => {
    const { summary: s } = await summary(c, f);
    return {
      turns: s.turns.value,
      tokens: sum(s.split.map((x) => x.tokens)),
      cost: sum(s.split.map((x) => x.cost)),
    };
  },
  'the hours of the week': async (c, f) => {
    const { turns, tokens, cost } = (await heatmap(c, f)).heatmap;
    return { turns: sum(turns), tokens: sum(tokens), cost: sum(cost) };
  },
  'the time chart, rest included': async (c, f) => {
    const { turns, stacks } = (await series(c, { ...f, stack: 'model', limit: 2 })).series;
    return {
      turns: sum(turns),
      tokens: sum(stacks.map((s) => sum(s.tokens))),
      cost: sum(stacks.map((s) => sum(s.cost))),
    };
  },
  'the largest and the rest': async (c, f) => {
    const { rows, rest } = (await ranked(c, { ...f, by: 'project', limit: 1 })).ranked;
    const all = [...rows, ...(rest === null ? [] : [rest])];
    return {
      turns: sum(all.map((r) => r.turns)),
      tokens: sum(all.map((r) => r.tokens)),
      cost: sum(all.map((r) => r.cost)),
    };
  },
  'the sessions of the page': async (c, f) => {
    const { sessions } = await recentSessions(c, { ...f, limit: 200 });
    return {
      turns: sum(sessions.map((s) => s.turns)),
      tokens: sum(sessions.map((s) => s.totalTokens)),
      cost: sum(sessions.map((s) => s.totalCost)),
    };
  },
  'an export of sessions': async (c, f) => ofExport(c, 'sessions', f),
  'an export of days': async (c, f) => ofExport(c, 'daily', f),
  'an export of projects': async (c, f) => ofExport(c, 'projects', f),
};

test('every report adds up to the turns, for any turns, zone, range and filter', async () => {
  let narrowed = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryContents, fc.nat(), async (contents, seed) => {
      const reader = new MemoryLedger(contents);
      const context = { reader, prices: loadPriceTable(), nowMs: NOW_MS, zone: 'UTC', version: 'test' };
      const names = {
        models: (await reader.priceClasses()).map((c) => c.model).filter((model) => model !== ''),
        projects: (await reader.projects()).map((p) => p.key),
        ...{ machines: [], members: [], teams: [] },
      };
      const [filter = {}] = fc.sample(arbitraryFilter(names), { seed, numRuns: 1 });
      const truth = await ofTurns(context, filter);
      if (truth.turns > 0 && truth.turns < (await ofTurns(context, {})).turns) narrowed += 1;
      for (const [name, way] of Object.entries(WAYS)) {
        const found = await way(context, filter);
        const where = `${name} ${JSON.stringify(filter)}`;
        expect([found.turns, found.tokens], where).toEqual([truth.turns, truth.tokens]);
        expect(found.cost, where).toBeCloseTo(truth.cost, CENTS);
      }
    }),
    { numRuns: 60 },
  );
  expect(narrowed).toBeGreaterThan(5);
}, 120_000);
