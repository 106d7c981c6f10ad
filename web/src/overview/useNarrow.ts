import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { usePatchSearch } from '../state.ts';
import { narrowed } from './narrowed.ts';

/** Narrows to the days of some buckets, and within one day to its hours. */
export function useNarrow(series: SeriesReport['series'] | undefined): (first: number, last: number) => void {
  const patch = usePatchSearch();
  return (first, last) => {
    const next = series && narrowed(series, first, last);
    if (next) patch(next);
  };
}
