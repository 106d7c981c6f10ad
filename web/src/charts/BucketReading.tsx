import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import type { TokenClass } from '../../../src/contract/reports/page.ts';
import { formatBucket } from '../format/dates.ts';
import { formatCompact, formatUsd, plural } from '../format/numbers.ts';
import type { Unit } from '../search.ts';
import { CLASS_NAME, stackColour } from '../theme/colours.ts';
import { Swatch } from '../ui/Swatch.tsx';

interface Props {
  readonly series: SeriesReport['series'];
  readonly unit: Unit;
  readonly hidden: ReadonlySet<string>;
  readonly index: number;
  /** Where the bucket stands, in pixels from the left of the chart. */
  readonly x: number;
}

/** What one bar holds, in words, beside the bar and told to screen readers. */
export function BucketReading({ series, unit, hidden, index, x }: Props) {
  const bucket = series.buckets[index];
  if (!bucket) return null;
  const format = unit === 'cost' ? formatUsd : formatCompact;
  const parts = series.stacks.filter((stack) => !hidden.has(stack.id) && (stack[unit][index] ?? 0) > 0);
  const left = index > series.buckets.length / 2;
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-2 z-10 w-64 border bg-raised px-3 py-2 text-xs shadow-[0_10px_30px_-18px_rgb(0_0_0/0.5)] max-sm:w-52"
      style={left ? { right: `calc(100% - ${x}px + 1.25rem)` } : { left: `calc(${x}px + 1.25rem)` }}
    >
      <p className="flex justify-between gap-3 font-semibold">
        <span>{formatBucket(bucket.key, series.bucket)}</span>
        <span>{format(series[unit][index] ?? 0)}</span>
      </p>
      <ul className="mt-1">
        {parts.map((stack) => (
          <li key={stack.id} className="flex items-center gap-2">
            <Swatch colour={stackColour(series.stack, stack.id, stack.slot)} className="size-2" />
            <span className="min-w-0 flex-1 truncate">
              {series.stack === 'class' ? CLASS_NAME[stack.id as TokenClass] : stack.name}
            </span>
            <span>{format(stack[unit][index] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-soft">{plural(series.turns[index] ?? 0, 'turn')}</p>
    </div>
  );
}
