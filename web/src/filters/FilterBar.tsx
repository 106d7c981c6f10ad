import { useFilterOptions } from '../api/reports.ts';
import { useSearchState } from '../state.ts';
import { ActiveFilters } from './ActiveFilters.tsx';
import { DimensionPicker } from './DimensionPicker.tsx';
import { RangePicker } from './RangePicker.tsx';
import { SearchBox } from './SearchBox.tsx';

/** The one bar that rules every number of the room. */
export function FilterBar() {
  const search = useSearchState();
  const options = useFilterOptions().data?.filters;
  return (
    <div
      role="search"
      aria-label="Filters"
      className="z-20 border-y bg-paper py-2 sm:sticky sm:top-0 print:static print:border-0"
    >
      <div data-print="no" className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <RangePicker first={options?.firstDay ?? undefined} last={options?.today} />
        <div className="flex flex-wrap items-center gap-x-2 max-sm:-mx-2">
          <DimensionPicker
            dimension="project"
            name="Projects"
            options={options?.projects ?? []}
            chosen={search.project ?? []}
          />
          <DimensionPicker
            dimension="model"
            name="Models"
            options={options?.models ?? []}
            chosen={search.model ?? []}
          />
          {options?.multiMachine && (
            <DimensionPicker
              dimension="machine"
              name="Machines"
              options={options.machines}
              chosen={search.machine ?? []}
            />
          )}
          {several(options?.members, search.member) && (
            <DimensionPicker
              dimension="member"
              name="Members"
              options={options?.members ?? []}
              chosen={search.member ?? []}
            />
          )}
          {several(options?.teams, search.team) && (
            <DimensionPicker dimension="team" name="Teams" options={options?.teams ?? []} chosen={search.team ?? []} />
          )}
        </div>
        <SearchBox />
      </div>
      <ActiveFilters options={options} />
    </div>
  );
}

/** One alone is nothing to choose from, unless the address has chosen it. */
function several(options: readonly unknown[] = [], chosen: readonly string[] = []): boolean {
  return options.length > 1 || chosen.length > 0;
}
