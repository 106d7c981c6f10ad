import { expect, test } from 'vitest';
import type { Tokens } from '../contract/usage-event.ts';
import { nanoToUsd } from '../contract/units.ts';
import { costOf } from './money.ts';
import { loadPriceTable } from './price-table.ts';
import rows from './claude-code-costs.json' with { type: 'json' };

/**
 * Costs that Claude Code itself printed at list price. It leaves out the tenth that a regional endpoint of Bedrock
 * costs more; those rows are compared without it.
 */
const table = loadPriceTable();

test.each(rows as (Tokens & { model: string; webSearches: number; usd: number })[])('$model costs $usd', (row) => {
  const { model, regional } = table.match(row.model)!;
  const premium = regional ? model.regionalMultiplier : 1;
  const rates = table.rates(
    { model: row.model, fast: false, batch: false, us: false, context: 0 },
    table.epochs.length,
  )!;
  const tokensOnly = nanoToUsd(costOf(rates, row, 0));
  expect(tokensOnly / premium + row.webSearches * 0.01).toBeCloseTo(row.usd, 9);
});

test('the fixture covers cache writes, searches and a regional endpoint', () => {
  expect(rows.length).toBe(15);
  expect(rows.some((r) => r.webSearches > 0) && rows.some((r) => r.cache1h > 0)).toBe(true);
  expect(rows.some((r) => table.match(r.model)?.regional)).toBe(true);
});
