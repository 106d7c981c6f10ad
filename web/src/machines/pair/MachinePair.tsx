import type { FilterOptionsReport } from '../../../../src/contract/reports/filter-options.ts';
import type { MachinePairReport } from '../../../../src/contract/reports/machine-pair.ts';
import type { MachineRoomReport } from '../../../../src/contract/reports/machine-room.ts';
import { lazy, Suspense } from 'react';
import { useMachinePair } from '../../api/reports.ts';
import { SAVE_EVENT } from '../../charts/save-event.ts';
import { Legend } from '../../overview/Legend.tsx';
import { SeriesTable } from '../../overview/SeriesTable.tsx';
import { useNarrow } from '../../overview/useNarrow.ts';
import { usePatchSearch, useSearchState } from '../../state.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Part } from '../../ui/Part.tsx';
import { Section } from '../../ui/Section.tsx';
import { PairFigures } from './PairFigures.tsx';
import { PairSplit } from './PairSplit.tsx';

const StackedBars = lazy(async () => ({ default: (await import('../../charts/StackedBars.tsx')).StackedBars }));
const NONE: ReadonlySet<string> = new Set();
type Known = FilterOptionsReport['filters']['machines'];

/** Two machines side by side: day by day, by figure, by token class and by model. */
export function MachinePair({ report, known }: { readonly report: MachineRoomReport; readonly known: Known }) {
  const search = useSearchState();
  const { left, right } = chosen(search, report, known);
  const { data, error, refetch, isPlaceholderData } = useMachinePair(search, left, right);
  const unit = search.unit ?? 'cost';
  const pair = data?.pair;
  return (
    <Section
      id="pair"
      title="Side by side"
      lead={<Choosers known={known} left={left} right={right} />}
      aside={
        <button
          type="button"
          data-print="no"
          className="text-xs text-soft hover:text-ink"
          onClick={() => dispatchEvent(new Event(SAVE_EVENT))}
        >
          Save PNG
        </button>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {pair && <LeftOut pair={pair} />}
      <div className={`transition-opacity delay-100 ${isPlaceholderData ? 'opacity-60' : ''}`}>
        <Chart series={pair?.series} unit={unit} />
        {pair && (
          <>
            <div className="mt-10 grid gap-x-16 gap-y-10 rail:grid-cols-2">
              <PairFigures pair={pair} />
              <PairSplit pair={pair} unit={unit} by="classes" />
            </div>
            <div className="mt-10">
              <PairSplit pair={pair} unit={unit} by="models" />
            </div>
          </>
        )}
      </div>
    </Section>
  );
}

/** The two of the address; in their place the two that used most, else any two. */
function chosen(
  search: { readonly left?: string; readonly right?: string },
  { room }: MachineRoomReport,
  known: Known,
): { readonly left: string; readonly right: string } {
  const offered = [...new Set([...room.machines.map((m) => m.machineId), ...known.map((m) => m.id)])];
  const isKnown = (id: string | undefined): id is string => known.some((m) => m.id === id);
  const right = isKnown(search.right) ? search.right : undefined;
  const left = isKnown(search.left) && search.left !== right ? search.left : offered.find((id) => id !== right);
  return { left: left ?? '', right: right ?? offered.find((id) => id !== left) ?? '' };
}

function Choosers({ known, left, right }: { readonly known: Known; readonly left: string; readonly right: string }) {
  const patch = usePatchSearch();
  const choose = (side: 'left' | 'right', id: string): void => {
    // Choosing the other side's machine turns the two round.
    const other = side === 'left' ? right : left;
    const own = side === 'left' ? left : right;
    const next = id === other ? own : other;
    patch(side === 'left' ? { left: id, right: next } : { left: next, right: id });
  };
  const select = (side: 'left' | 'right', value: string) => (
    <select
      aria-label={side === 'left' ? 'First machine' : 'Second machine'}
      className="max-w-44 truncate bg-paper text-sm font-semibold text-ink"
      value={value}
      onChange={(event) => choose(side, event.target.value)}
    >
      {known.map((m) => (
        <option key={m.id} value={m.id}>
          {m.name}
        </option>
      ))}
    </select>
  );
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-xs text-soft">
      {select('left', left)} and {select('right', right)}
    </div>
  );
}

function LeftOut({ pair }: { readonly pair: MachinePairReport['pair'] }) {
  const patch = usePatchSearch();
  const names = [pair.left, pair.right].filter((s) => s.leftOut).map((s) => s.machine);
  if (names.length === 0) return null;
  return (
    <p className="mb-4 border-l-2 border-accent pl-3 text-sm">
      The filters leave out {names.join(' and ')}, so there are no figures of it here.{' '}
      <button type="button" className="underline underline-offset-2" onClick={() => patch({ machine: undefined })}>
        Show every machine
      </button>
    </p>
  );
}

function Chart({
  series,
  unit,
}: {
  readonly series: MachinePairReport['pair']['series'] | undefined;
  readonly unit: 'cost' | 'tokens';
}) {
  const narrow = useNarrow(series);
  const empty = <div className="h-72 sm:h-80 rail:h-96" />;
  return (
    <>
      <Part>
        <Suspense fallback={empty}>
          {series ? (
            <StackedBars
              series={series}
              unit={unit}
              hidden={NONE}
              beside
              onNarrow={narrow}
              label={`${unit} of both machines by ${series.bucket}`}
            />
          ) : (
            empty
          )}
        </Suspense>
      </Part>
      {series && <Legend series={series} unit={unit} hidden={NONE} />}
      {series && <SeriesTable series={series} unit={unit} />}
    </>
  );
}
