import { expect, test } from 'vitest';
import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import { explainCost, explainSessions, explainTokens, explainTurns } from './explain.ts';

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
