import type { MachineOfRoom, MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { formatRange } from '../format/dates.ts';
import { formatCompact, formatCount, formatShare, formatUsd, plural } from '../format/numbers.ts';
import { toggled, type Unit } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { slotColour } from '../theme/colours.ts';
import { Explain } from '../ui/Explain.tsx';
import { Swatch } from '../ui/Swatch.tsx';

interface Props {
  readonly report: MachineRoomReport;
  /** The ledger knows more than one machine, whatever the filters let pass. */
  readonly several: boolean;
  /** Figures of the view before, until the new ones are there. */
  readonly old: boolean;
}

/** The answer first: which machine made how much of it, and the share of each. */
export function Leader({ report, several, old }: Props) {
  const { room, totals, meta } = report;
  const unit = useSearchState().unit ?? 'cost';
  const days = meta.since && meta.until ? formatRange(meta.since, meta.until) : 'all time';
  return (
    <section
      aria-label="Shares of the machines"
      aria-busy={old}
      className="py-10 transition-opacity delay-100 aria-busy:opacity-60"
    >
      <p className="label">
        {unit === 'cost' ? 'Cost at list price' : 'Tokens'}, {days}
        {totals.unpricedTokens > 0 && unit === 'cost' && <span className="text-warn">, without unpriced models</span>}
      </p>
      <Headline machines={room.machines} several={several} unit={unit} />
      <p className="mt-2 text-sm text-soft">
        <Explain text={explained(unit)}>
          <span data-testid="room-total" data-value={unit === 'cost' ? totals.totalCost : totals.totalTokens}>
            {unit === 'cost' ? formatUsd(totals.totalCost) : formatCompact(totals.totalTokens)}
          </span>
        </Explain>{' '}
        in {plural(totals.turns, 'turn')} and {plural(totals.sessions, 'session')}
        {several && ` on ${plural(room.machines.length, 'machine')}`}
        <Silent report={report} />
      </p>
      {several && totals.turns > 0 && <Shares machines={room.machines} unit={unit} />}
    </section>
  );
}

function Headline({ machines, several, unit }: { machines: readonly MachineOfRoom[]; several: boolean; unit: Unit }) {
  const share = unit === 'cost' ? 'costShare' : 'tokenShare';
  const first = machines.reduce<MachineOfRoom | undefined>((a, b) => (a && a[share] >= b[share] ? a : b), undefined);
  const size = 'figure mt-1 text-[clamp(2rem,5.5vw,3.75rem)] leading-[1.1] text-balance break-words';
  if (first === undefined) return <h1 className={size}>No machine passes the filters.</h1>;
  if (first.turns === 0) return <h1 className={size}>No machine used anything.</h1>;
  if (!several) return <h1 className={size}>All of it on {first.machine}.</h1>;
  return (
    <h1 className={size}>
      {first.machine} made{' '}
      <span data-testid="leader" data-value={first[share]} className="text-accent">
        {formatShare(first[share])}
      </span>{' '}
      of it.
    </h1>
  );
}

function Silent({ report }: { readonly report: MachineRoomReport }) {
  const names = report.coverage.silentMachines.map((m) => m.machine);
  if (names.length === 0) return <>.</>;
  const shown = names.length > 3 ? plural(names.length, 'machine') : names.join(' and ');
  return (
    <>
      ; <span className="text-warn">{shown} not heard from lately</span>, so more may come.
    </>
  );
}

/** One bar for all, and its names; a click narrows every figure to one. */
function Shares({ machines, unit }: { readonly machines: readonly MachineOfRoom[]; readonly unit: Unit }) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const share = unit === 'cost' ? 'costShare' : 'tokenShare';
  const parts = machines.filter((m) => m[share] > 0).toSorted((a, b) => b[share] - a[share]);
  return (
    <>
      <div aria-hidden className="mt-6 flex h-3.5 gap-px overflow-hidden">
        {parts.map((m) => (
          <span
            key={m.machineId}
            style={{ width: `${m[share] * 100}%`, backgroundColor: `var(${slotColour(m.slot)})` }}
          />
        ))}
      </div>
      <ul aria-label="Share of each machine" className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {parts.slice(0, MOST).map((m) => (
          <li key={m.machineId} className="min-w-0">
            <button
              type="button"
              aria-pressed={search.machine?.includes(m.machineId) ?? false}
              title={`${m.machine}: ${formatUsd(m.totalCost)}, ${formatCount(m.totalTokens)} tokens. Narrow to it`}
              className="group flex max-w-full items-center gap-2 py-0.5 aria-pressed:font-semibold"
              onClick={() => patch({ machine: toggled(search.machine, m.machineId) })}
            >
              <Swatch colour={slotColour(m.slot)} />
              <span className="truncate group-hover:underline group-hover:underline-offset-2">{m.machine}</span>
              <span className="text-soft">{formatShare(m[share])}</span>
            </button>
          </li>
        ))}
        {parts.length > MOST && <li className="label py-1">and {plural(parts.length - MOST, 'other')}</li>}
      </ul>
    </>
  );
}
const MOST = 12;

function explained(unit: Unit): string {
  return unit === 'cost'
    ? 'Each turn at the list price of its model and day. A turn belongs to the machine that wrote it first; copies of it elsewhere add nothing.'
    : 'Input, output, cache writes and cache reads of every turn. A turn belongs to the machine that wrote it first; copies of it elsewhere add nothing.';
}
