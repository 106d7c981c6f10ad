import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { weekHourNames } from '../../../src/contract/week-hours.ts';
import type { Patch } from '../state.ts';

/**
 * What choosing the buckets from `first` to `last` narrows the page to: their days, and their hours when they are hours of
 * one day. Nothing when that is what the page shows already.
 */
export function narrowed(series: SeriesReport['series'], first: number, last: number): Patch | undefined {
  const chosen = series.buckets.slice(first, last + 1);
  const [since, until] = [chosen[0]?.since, chosen.at(-1)?.until];
  if (since === undefined || until === undefined) return undefined;
  const days = { range: 'custom', since, until, bucket: undefined } as const;
  const all = since === series.buckets[0]?.since && until === series.buckets.at(-1)?.until;
  if (series.bucket !== 'hour' || since !== until || (all && chosen.length === series.buckets.length)) {
    return all ? undefined : days;
  }
  const weekday = (new Date(`${since}T00:00:00Z`).getUTCDay() + 6) % 7;
  return { ...days, hour: weekHourNames(chosen.map((bucket) => weekday * 24 + Number(bucket.key.slice(11, 13)))) };
}
