import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { useFilterOptions, useSeries } from '../api/reports.ts';
import { SAVE_EVENT } from '../charts/save-event.ts';
import type { Unit } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { Choices } from '../ui/Choices.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Part } from '../ui/Part.tsx';
import { Section } from '../ui/Section.tsx';
import { Legend } from './Legend.tsx';
import { SeriesTable } from './SeriesTable.tsx';
import { useNarrow } from './useNarrow.ts';

const StackedBars = lazy(async () => ({ default: (await import('../charts/StackedBars.tsx')).StackedBars }));
const UNITS = [
  ['cost', 'Cost'],
  ['tokens', 'Tokens'],
] as const;
const NONE: readonly string[] = [];

/** When it happened: cost or tokens by hour, day, week or month, stacked by what one asks for. */
export function TimeChart({ machines }: { readonly machines: boolean }) {
  const search = useSearchState();
  const { data, isError, error, refetch, isPlaceholderData } = useSeries(search);
  const series = data?.series;
  const unit: Unit = search.unit ?? 'cost';
  const hide = series?.stack === 'class' ? (search.hide ?? NONE) : NONE;
  const hidden = useMemo(() => new Set(hide), [hide]);
  const narrow = useNarrow(series);
  const tabled = useDeferredValue(series);
  return (
    <Section
      id="over-time"
      title="Over time"
      lead={<Lead unit={unit} />}
      aside={<Controls machines={machines} series={series} />}
    >
      {isError && <Failure error={error} retry={() => void refetch()} />}
      <div className={`transition-opacity delay-100 ${isPlaceholderData ? 'opacity-60' : ''}`}>
        <Part>
          <Suspense fallback={<div className="h-72 sm:h-80 rail:h-96" />}>
            {series ? (
              <StackedBars
                series={series}
                unit={unit}
                hidden={hidden}
                onNarrow={narrow}
                label={`${unit} by ${series.bucket}`}
              />
            ) : (
              <div className="h-72 sm:h-80 rail:h-96" />
            )}
          </Suspense>
        </Part>
        {series && <Legend series={series} unit={unit} hidden={hidden} />}
        {tabled && <SeriesTable series={tabled} unit={unit} />}
      </div>
    </Section>
  );
}

function Lead({ unit }: { readonly unit: Unit }) {
  const { range } = useSearchState();
  const patch = usePatchSearch();
  return (
    <div id="unit" className="flex flex-wrap items-baseline gap-x-5">
      <Choices label="Unit" small value={unit} options={UNITS} onChange={(next) => patch({ unit: next })} />
      {range === 'custom' && (
        <button
          type="button"
          data-print="no"
          className="text-xs text-soft underline underline-offset-2 hover:text-ink"
          onClick={() =>
            patch({ range: undefined, since: undefined, until: undefined, bucket: undefined, hour: undefined })
          }
        >
          Back to 30 days
        </button>
      )}
    </div>
  );
}

function Controls({
  machines,
  series,
}: {
  readonly machines: boolean;
  readonly series: SeriesReport['series'] | undefined;
}) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const known = useFilterOptions().data?.filters;
  const several = {
    project: (known?.projects.length ?? 2) > 1,
    model: (known?.models.length ?? 2) > 1,
    machine: machines,
  };
  const stacks = (
    [
      ['class', 'token class'],
      ['model', 'model'],
      ['project', 'project'],
      ['machine', 'machine'],
    ] as const
  ).filter(([id]) => id === 'class' || several[id] || search.stack === id);
  return (
    <div className="flex flex-wrap items-baseline gap-x-5 text-xs text-soft" data-print="no">
      <label>
        by{' '}
        <select
          className="bg-paper font-semibold text-ink"
          value={series?.bucket ?? search.bucket ?? 'day'}
          onChange={(event) => patch({ bucket: event.target.value as SeriesReport['series']['bucket'] })}
        >
          {['hour', 'day', 'week', 'month'].map((bucket) => (
            <option key={bucket}>{bucket}</option>
          ))}
        </select>
      </label>
      <label>
        stacked by{' '}
        <select
          className="bg-paper font-semibold text-ink"
          value={search.stack ?? 'class'}
          onChange={(event) => patch({ stack: event.target.value as (typeof stacks)[number][0] })}
        >
          {stacks.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="hover:text-ink" onClick={() => dispatchEvent(new Event(SAVE_EVENT))}>
        Save PNG
      </button>
    </div>
  );
}
