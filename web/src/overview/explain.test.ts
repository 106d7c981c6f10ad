import { expect, test } from 'vitest';
import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import { explainCost, explainRow, explainSessions, explainTokens, explainTurns } from './explain.ts';

/** Only what the explanations read. */
const report = (coverage: object, unpricedTokens = 0): SummaryReport =>
  ({
    totals: { unpricedTokens },
    coverage: { skippedLines: 0, unfinalTurns: 0, unpricedModels: [], ...coverage },
    meta: { priceTable: '2026-11-20', timezone: 'Europe/Prague' },
  }) as unknown as SummaryReport;

test('the cost names its price table and what it leaves out', () => {
  expect(explainCost(report({}))).toContain('table of 2026-11-20');
  expect(explainCost(report({}))).toContain('Every model in range has a price.');
  const unpriced = report({ unpricedModels: [{ model: 'glm-5', tokens: 1234, turns: 2 }] }, 1234);
  expect(explainCost(unpriced)).toContain('1,234 tokens of glm-5, which have no price');
});

test('tokens and turns name what they miss', () => {
  expect(explainTokens(report({}))).toContain('No line was skipped.');
  expect(explainTokens(report({ skippedLines: 1 }))).toContain('1 line could not be read');
  expect(explainTurns(report({}))).not.toContain('final');
  expect(explainTurns(report({ unfinalTurns: 2 }))).toContain('2 turns ended before the output count was final');
});

test('sessions name the zone of their days', () => {
  expect(explainSessions(report({}))).toContain('Europe/Prague');
});

test('a row of a ranking says its figures in full, what its share is of, and what its cost misses', () => {
  const figures = { cost: 1.5, tokens: 1_234_567, turns: 3, costShare: 0.25, tokenShare: 0.5, sessions: 1, spark: [] };
  const row = { ...figures, id: 'm', name: 'glm-5', slot: 0, unpricedTokens: 0 };
  expect(explainRow(row, 'cost')).toBe(
    'glm-5: $1.50, 1,234,567 tokens, 3 turns in 1 session; 25.0 % of the cost of the range and its filters.',
  );
  expect(explainRow({ ...row, unpricedTokens: 1000 }, 'tokens')).toMatch(
    /50\.0 % of the tokens .* 1,000 tokens have no price\.$/,
  );
});
