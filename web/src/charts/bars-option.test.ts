import { expect, test } from 'vitest';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { barsOption } from './bars-option.ts';

const series: SeriesReport['series'] = {
  bucket: 'week',
  stack: 'class',
  buckets: [
    { key: '2025-12-29', since: '2025-12-30', until: '2026-01-04' },
    { key: '2026-01-05', since: '2026-01-05', until: '2026-01-06' },
  ],
  stacks: [
    {
      id: 'cacheRead',
      name: 'cacheRead',
      slot: 0,
      tokens: [900, 90],
      cost: [9, 0.9],
      totalTokens: 990,
      totalCost: 9.9,
    },
    { id: 'output', name: 'output', slot: 4, tokens: [10, 1], cost: [5, 0.5], totalTokens: 11, totalCost: 5.5 },
  ],
  tokens: [910, 91],
  cost: [14, 1.4],
  turns: [3, 1],
};
const input = {
  series,
  unit: 'cost',
  hidden: new Set<string>(),
  colour: (token: string) => token,
  still: true,
} as const;

/** The parts of the option that a reader sees. */
interface Drawn {
  readonly animation: boolean;
  readonly xAxis: { readonly data: readonly string[] };
  readonly yAxis: { readonly axisLabel: { readonly formatter: (n: number) => string } };
  readonly series: readonly {
    readonly id: string;
    readonly data: readonly number[];
    readonly itemStyle: { readonly color: string };
  }[];
}
const drawn = (more: object = {}): Drawn => barsOption({ ...input, ...more }) as unknown as Drawn;

test('every stack is drawn with the figures of its unit, in its colour, in the order of the report', () => {
  expect(drawn().series.map(({ id, data, itemStyle }) => [id, data, itemStyle.color])).toEqual([
    ['cacheRead', [9, 0.9], '--class-read'],
    ['output', [5, 0.5], '--class-output'],
  ]);
  expect(drawn({ unit: 'tokens' }).series.map(({ data }) => data)).toEqual([
    [900, 90],
    [10, 1],
  ]);
});

test('a stack that was left out is not drawn', () => {
  expect(drawn({ hidden: new Set(['cacheRead']) }).series.map(({ id }) => id)).toEqual(['output']);
});

test('axes name their years and their unit, and nothing moves for those who ask for stillness', () => {
  expect(drawn().xAxis.data).toEqual(['29 Dec ’25', '5 Jan ’26']);
  expect(drawn().yAxis.axisLabel.formatter(1500)).toBe('$1.5k');
  expect(drawn({ unit: 'tokens' }).yAxis.axisLabel.formatter(1500)).toBe('1.5K');
  expect([drawn().animation, drawn({ still: false }).animation]).toEqual([false, true]);
});
