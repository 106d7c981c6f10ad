import { useAttention, useFilterOptions, useSummary } from '../api/reports.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import { useSearchState } from '../state.ts';
import { Attention } from './Attention.tsx';
import { Empty } from './Empty.tsx';
import { Heatmap } from './Heatmap.tsx';
import { Hero } from './Hero.tsx';
import { Nothing } from './Nothing.tsx';
import { RankedList } from './RankedList.tsx';
import { Sessions } from './Sessions.tsx';
import { Split } from './Split.tsx';
import { TimeChart } from './TimeChart.tsx';
import { Waiting } from './Waiting.tsx';

/** The first room: what it cost, when, where, and what deserves a look. */
export function Overview() {
  const search = useSearchState();
  const options = useFilterOptions();
  const summary = useSummary(search);
  const attention = useAttention(search);
  if (options.data?.filters.firstDay === null) return <Empty />;
  if (summary.data === undefined) return <Waiting error={summary.failureReason ?? options.failureReason} />;
  const machines = options.data?.filters.multiMachine ?? false;
  return (
    <>
      <h1 className="sr-only">Overview</h1>
      <FilterBar />
      {summary.data.summary.turns.value === 0 && <Nothing options={options.data?.filters} />}
      <Hero report={summary.data} old={summary.isPlaceholderData} />
      <div className="grid gap-x-12 gap-y-12 rail:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-y-12">
          <TimeChart machines={machines} />
          <Split report={summary.data} />
        </div>
        <div className="grid content-start gap-12 sm:max-rail:grid-cols-2">
          {machines && <RankedList by="machine" title="Machines" />}
          <Attention items={attention.data?.attention} />
          <Heatmap />
        </div>
      </div>
      <div className="mt-12 grid gap-12 sm:grid-cols-2">
        <RankedList by="project" title="Projects" />
        <RankedList by="model" title="Models" />
      </div>
      <Sessions machines={machines} />
    </>
  );
}
