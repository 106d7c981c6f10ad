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
    const { totalCost, ...counts } = expectedFigures(expected);
    expect(daily.totals).toMatchObject(counts);
    expect(daily.totals.totalCost).toBeCloseTo(totalCost, 6);
    expect(models.totals).toEqual(daily.totals);
  });

  test('per model', () => {
    const found = Object.fromEntries((models.models ?? []).map((row) => [row.model, modelFigures(row)]));
    const wanted = Object.entries(expected.models).map(([name, model]) => [
      name,
      { ...model, cost: micro(model.cost) },
    ]);
    expect(found).toEqual(Object.fromEntries(wanted));
  });

  test('per day in UTC', () => {
    expect(dayFigures(daily)).toEqual(expectedDays(expected.utcDays));
  });

  test('models without a price are named', () => {
    expect(daily.coverage.unpricedModels.map(({ model }) => model).sort()).toEqual([...expected.unpriced].sort());
  });

  test('per day in every zone that the expectation knows', async () => {
    for (const [zone, days] of Object.entries(expected.localDays ?? {})) {
      const { stdout } = await machine.run('daily', '--no-scan', '--json', '--timezone', zone);
      expect(dayFigures(JSON.parse(stdout) as Report), zone).toEqual(expectedDays(days));
    }
  });

  test('a second scan and a full one change nothing', async () => {
    expect((await report('daily')).totals).toEqual(daily.totals);
    await machine.run('scan', '--full');
    expect((await report('daily')).totals).toEqual(daily.totals);
  });
});

/** Millionths of a dollar, the precision of the expectations. */
const micro = (usd: number): number => Math.round(usd * 1e6);

function expectedFigures({ unpriced: _, models: __, utcDays: ___, localDays: ____, ...figures }: ExpectedTotals) {
  const { usageLines: _____, ...counts } = figures as typeof figures & { usageLines?: number };
  return counts;
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
    cost: micro(row.totalCost),
  };
}

function dayFigures(report: Report): Record<string, object> {
  const rows = (report.daily ?? []).map((row) => {
    return [row.period, { totalTokens: row.totalTokens, turns: row.turns, cost: micro(row.totalCost) }] as const;
  });
  return Object.fromEntries(rows);
}

function expectedDays(days: ExpectedTotals['utcDays']): Record<string, object> {
  return Object.fromEntries(Object.entries(days).map(([day, row]) => [day, { ...row, cost: micro(row.cost) }]));
}
