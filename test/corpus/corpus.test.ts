/**
 * The program, as built, against true totals: the project's own corpus always, and the real transcripts beside the
 * repository when they are there.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeriodRow, Coverage, ModelRow, UsageFigures } from '../../src/contract/reports/usage-row.ts';
import { type CorpusCase, type ExpectedTotals, corpusCases } from '../support/expected-totals.ts';
import { type Machine, makeMachine, projectRoot } from '../support/run-program.ts';

interface Report {
  readonly totals: UsageFigures;
  readonly coverage: Coverage;
  readonly daily?: readonly PeriodRow[];
  readonly models?: readonly ModelRow[];
}
const COUNTS = [
  'turns',
  'sessions',
  'inputTokens',
  'outputTokens',
  'cacheCreationTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheReadTokens',
  'totalTokens',
  'webSearches',
] as const;
const shared = path.join(projectRoot, '..', 'shared', 'corpus');
const cases = [
  ...corpusCases(path.join(import.meta.dirname, 'own')).map((entry) => ({ ...entry, corpus: 'own' })),
  ...(existsSync(shared) ? corpusCases(shared).map((entry) => ({ ...entry, corpus: 'shared' })) : []),
];

describe.each(cases)('$corpus: $name', ({ roots, expected }: CorpusCase) => {
  let machine: Machine;
  let daily: Report;
  let models: Report;
  beforeAll(async () => {
    machine = makeMachine(roots);
    daily = await report('daily');
    models = await report('models', '--no-scan');
  });
  afterAll(() => machine.remove());

  /** Status 3 tells that lines were skipped, and why is on standard error: that is right for damaged transcripts. */
  async function report(...args: string[]): Promise<Report> {
    const { code, stdout, stderr } = await machine.run(...args, '--json', '--timezone', 'UTC');
    expect([0, 3], stderr).toContain(code);
    return JSON.parse(stdout) as Report;
  }

  test('totals', () => {
    for (const name of COUNTS) expect(daily.totals[name], name).toBe(expected[name]);
    expect(daily.totals.totalCost).toEqual(about(expected.totalCost));
    expect(models.totals).toEqual(daily.totals);
  });

  test('per model', () => {
    const found = Object.fromEntries((models.models ?? []).map((row) => [row.model, modelFigures(row)]));
    expect(found).toEqual(withAboutCost(expected.models));
  });

  test('per day in UTC', () => {
    expect(dayFigures(daily)).toEqual(withAboutCost(expected.utcDays));
  });

  test('models without a price are named', () => {
    expect(daily.coverage.unpricedModels.map(({ model }) => model).sort()).toEqual([...expected.unpriced].sort());
  });

  test('per day in every zone that the expectation knows', async () => {
    for (const [zone, days] of Object.entries(expected.localDays ?? {})) {
      const { stdout } = await machine.run('daily', '--no-scan', '--json', '--timezone', zone);
      expect(dayFigures(JSON.parse(stdout) as Report), zone).toEqual(withAboutCost(days));
    }
  });

  test('a second scan and a full one change nothing', async () => {
    expect((await report('daily')).totals).toEqual(daily.totals);
    await machine.run('scan', '--full');
    expect((await report('daily')).totals).toEqual(daily.totals);
  });
});

/** Within a millionth of a dollar: the expectations have six decimals, halves rounded either way. */
const about = (usd: number): unknown => expect.closeTo(usd, 5.7);

function withAboutCost(rows: Readonly<Record<string, { readonly cost: number }>>): Record<string, object> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, { ...row, cost: about(row.cost) }]));
}

function modelFigures(row: ModelRow): ExpectedTotals['models'][string] {
  return {
    input: row.inputTokens,
    output: row.outputTokens,
    w5: row.cacheCreation5mTokens,
    w1: row.cacheCreation1hTokens,
    read: row.cacheReadTokens,
    web: row.webSearches,
    turns: row.turns,
    cost: row.totalCost,
  };
}

function dayFigures(report: Report): Record<string, object> {
  const rows = (report.daily ?? []).map((row) => {
    return [row.period, { totalTokens: row.totalTokens, turns: row.turns, cost: row.totalCost }] as const;
  });
  return Object.fromEntries(rows);
}
