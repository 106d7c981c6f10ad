import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { formatBucketShort } from '../format/dates.ts';
import { formatCompactShort, formatUsdShort } from '../format/numbers.ts';
import type { Unit } from '../search.ts';
import { stackColour } from '../theme/colours.ts';
import type { BarsOption } from './echarts-core.ts';

export interface BarsInput {
  readonly series: SeriesReport['series'];
  readonly unit: Unit;
  /** Ids of stacks left out. */
  readonly hidden: ReadonlySet<string>;
  /** The colour of a token such as `--ink`, as canvas takes it. */
  readonly colour: (token: string) => string;
  readonly still: boolean;
  /** Stacks stand side by side instead. */
  readonly beside?: boolean;
}

/** Stacked bars over time as ECharts wants them. */
export function barsOption({ series, unit, hidden, colour, still, beside = false }: BarsInput): BarsOption {
  const label = {
    color: colour('--soft'),
    fontFamily: '"Source Sans 3 Variable", system-ui, sans-serif',
    fontSize: 13,
  };
  const years = series.buckets[0]?.key.slice(0, 4) !== series.buckets.at(-1)?.key.slice(0, 4);
  return {
    animation: !still,
    animationDuration: 260,
    animationDurationUpdate: 260,
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: series.buckets.map((b) => formatBucketShort(b.key, series.bucket, years)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('--soft'), width: 1 } },
      axisLabel: { ...label, hideOverlap: true, margin: 10 },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...label, formatter: unit === 'cost' ? formatUsdShort : formatCompactShort },
      splitLine: { lineStyle: { color: colour('--line'), width: 1 } },
    },
    series: series.stacks
      .filter((stack) => !hidden.has(stack.id))
      .map((stack) => ({
        id: stack.id,
        type: 'bar',
        ...(beside ? { barGap: '0%' } : { stack: 'all' }),
        silent: true,
        data: stack[unit],
        barMaxWidth: 40,
        barCategoryGap: series.buckets.length > 60 ? '12%' : '28%',
        itemStyle: { color: colour(stackColour(series.stack, stack.id, stack.slot)) },
      })),
  };
}
