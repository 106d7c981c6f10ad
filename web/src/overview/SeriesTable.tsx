import type { TokenClass } from '../../../src/contract/reports/page.ts';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { formatBucket } from '../format/dates.ts';
import { formatCount, formatUsd } from '../format/numbers.ts';
import type { Unit } from '../search.ts';
import { CLASS_NAME } from '../theme/colours.ts';

/** Rows a screen reader is offered; beyond them the range or the bucket should be changed. */
const ROWS = 400;

/** The table behind the chart, for those who do not see it. */
export function SeriesTable({ series, unit }: { readonly series: SeriesReport['series']; readonly unit: Unit }) {
  const format = unit === 'cost' ? formatUsd : formatCount;
  return (
    <div className="sr-only">
      <table>
        <caption>
          {unit === 'cost' ? 'Cost' : 'Tokens'} by {series.bucket} and {series.stack}
        </caption>
        <thead>
          <tr>
            <th scope="col">{series.bucket}</th>
            <th scope="col">Total</th>
            {series.stacks.map((stack) => (
              <th key={stack.id} scope="col">
                {series.stack === 'class' ? CLASS_NAME[stack.id as TokenClass] : stack.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.buckets.slice(-ROWS).map((bucket, i) => {
            const at = Math.max(0, series.buckets.length - ROWS) + i;
            return (
              <tr key={bucket.key}>
                <th scope="row">{formatBucket(bucket.key, series.bucket)}</th>
                <td>{format(series[unit][at] ?? 0)}</td>
                {series.stacks.map((stack) => (
                  <td key={stack.id}>{format(stack[unit][at] ?? 0)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
