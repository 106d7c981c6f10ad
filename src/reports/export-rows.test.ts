import { expect, test } from 'vitest';
import { EXPORT_COLUMNS, EXPORT_TYPES, type ExportRow } from '../contract/reports/export.ts';
import { event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { daily } from './daily.ts';
import { byName } from './fold.ts';
import { exportRows } from './export-rows.ts';

// More than one batch of turns.
const turns = Array.from({ length: 1203 }, (_, i) =>
  event({
    at: new Date(Date.parse('2026-11-20T00:00:00Z') + i * 60_000).toISOString(),
    sessionId: `s${i % 7}`,
    model: i % 2 ? 'claude-opus-4-8' : 'claude-sonnet-5',
    cacheRead: i,
  }),
);
const context = contextOver(turns);

async function rowsOf(type: (typeof EXPORT_TYPES)[number]): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for await (const row of exportRows(context, type, { until: '2026-11-20' })) rows.push(row);
  return rows;
}

test.each(EXPORT_TYPES)('%s has exactly its columns, in order, and adds up to the report', async (type) => {
  const rows = await rowsOf(type);
  for (const row of rows) expect(Object.keys(row)).toEqual([...EXPORT_COLUMNS[type]]);
  const { totals } = await daily(context, { until: '2026-11-20' });
  expect(rows.reduce((sum, r) => sum + Number(r.totalTokens), 0)).toBe(totals.totalTokens);
  expect(rows.reduce((sum, r) => sum + Number(r.totalCost ?? r.cost), 0)).toBeCloseTo(totals.totalCost, 6);
});

test('turns come in the order of time, each with its session', async () => {
  const rows = await rowsOf('turns');
  expect(rows).toHaveLength(1203);
  const times = rows.map((r) => String(r.timestamp));
  expect(times).toEqual(times.toSorted(byName));
  expect(rows[8]).toMatchObject({
    sessionId: 's1',
    model: 'claude-sonnet-5',
    project: 'work/shop',
    machine: 'laptop',
    final: true,
  });
});

test('days are split by model', async () => {
  expect((await rowsOf('daily')).map((r) => [r.period, r.model, r.turns])).toEqual([
    ['2026-11-20', 'claude-opus-4-8', 601],
    ['2026-11-20', 'claude-sonnet-5', 602],
  ]);
});
