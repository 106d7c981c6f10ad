import type { MachineOfRoom, MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { formatAge, formatInstant } from '../format/dates.ts';
import { formatCompact, formatCount, formatShare, formatUsd, plural } from '../format/numbers.ts';
import type { Unit } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { slotColour } from '../theme/colours.ts';
import { Explain } from '../ui/Explain.tsx';
import { Swatch } from '../ui/Swatch.tsx';
import { COLUMNS, HIDDEN } from './columns.ts';
import { MachineDetail } from './MachineDetail.tsx';
import type { RowProps } from './row-props.ts';
import { versionOf, type Standing } from './standing.ts';
import { TrendBars } from './TrendBars.tsx';

/** One machine; its name opens the line. */
export function MachineRow(props: RowProps) {
  const { machine, standing, report } = props;
  const { open, unit = 'cost' } = useSearchState();
  const patch = usePatchSearch();
  const on = open === machine.machineId;
  const id = `machine-${machine.machineId}`;
  return (
    <>
      <tr data-testid={id} className="border-t first:border-t-0">
        {COLUMNS.map(({ id: column, right, from }) =>
          column === 'machine' ? (
            <th
              key={column}
              scope="row"
              className="max-w-0 py-2.5 text-left align-baseline font-normal max-md:w-full md:w-[22%]"
            >
              <NameCell machine={machine} on={on} onClick={() => patch({ open: on ? undefined : machine.machineId })} />
              {standing?.warns && <span className="block pl-5 text-xs text-warn sm:hidden">{standing.word}</span>}
              <TrendOf machine={machine} report={report} unit={unit} className="mt-2 h-5 w-full md:hidden" />
            </th>
          ) : (
            <td
              key={column}
              className={`py-2.5 align-baseline whitespace-nowrap ${right ? 'pl-4 text-right' : 'pl-6'} ${HIDDEN[from]}`}
            >
              <CellOf column={column} machine={machine} standing={standing} report={report} unit={unit} />
            </td>
          ),
        )}
      </tr>
      {on && (
        <tr>
          <td colSpan={COLUMNS.length} className="pb-6">
            <MachineDetail {...props} />
          </td>
        </tr>
      )}
    </>
  );
}

function NameCell({ machine, on, onClick }: { machine: MachineOfRoom; on: boolean; onClick: () => void }) {
  const who = [machine.member, machine.team].filter(Boolean).join(' · ');
  return (
    <>
      <button
        type="button"
        aria-expanded={on}
        className="group flex max-w-full items-center gap-2.5 text-left"
        onClick={onClick}
      >
        <Swatch colour={slotColour(machine.slot)} />
        <span
          className={`truncate group-hover:underline group-hover:underline-offset-2 ${on || machine.self ? 'font-semibold' : ''}`}
          title={machine.machine}
        >
          {machine.machine}
        </span>
        <svg aria-hidden viewBox="0 0 10 6" className={`w-2 shrink-0 text-soft ${on ? 'rotate-180' : ''}`}>
          <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      {(who !== '' || machine.self || machine.retired) && (
        <span className="block truncate pl-5 text-xs text-soft">
          {[machine.self ? 'this machine' : '', machine.retired ? 'retired' : '', who].filter(Boolean).join(' · ')}
        </span>
      )}
    </>
  );
}

interface CellProps {
  readonly column: string;
  readonly machine: MachineOfRoom;
  readonly standing: Standing | undefined;
  readonly report: MachineRoomReport;
  readonly unit: Unit;
}

function CellOf({ column, machine, standing, report, unit }: CellProps) {
  const zone = report.meta.timezone;
  const now = Date.parse(report.meta.generatedAt);
  switch (column) {
    case 'trend':
      return <TrendOf machine={machine} report={report} unit={unit} className="h-6 w-full min-w-28" />;
    case 'cost':
      return (
        <span data-value={machine.totalCost}>
          {formatUsd(machine.totalCost)}
          {machine.unpricedTokens > 0 && (
            <span className="text-warn" title={`${formatCount(machine.unpricedTokens)} tokens have no price`}>
              *
            </span>
          )}
        </span>
      );
    case 'share':
      return <span className="text-soft">{formatShare(unit === 'cost' ? machine.costShare : machine.tokenShare)}</span>;
    case 'tokens':
      return <span title={formatCount(machine.totalTokens)}>{formatCompact(machine.totalTokens)}</span>;
    case 'turns':
      return formatCount(machine.turns);
    case 'lastTurn':
      return <span className="text-soft">{machine.lastTurn ? formatInstant(machine.lastTurn, zone) : '—'}</span>;
    case 'lastHeard':
      return <Heard machine={machine} zone={zone} now={now} warns={standing?.word === 'silent'} />;
    case 'gaps':
      return <span className="text-soft">{machine.longestGap ? plural(machine.longestGap.days, 'day') : '—'}</span>;
    case 'version':
      return <span className="text-soft">{versionOf(machine, standing, report.meta.version) || '—'}</span>;
    default:
      return standing ? (
        <Explain text={standing.sentence} className={standing.warns ? 'text-warn' : 'text-soft'}>
          {standing.word}
        </Explain>
      ) : null;
  }
}

function Heard({ machine, zone, now, warns }: { machine: MachineOfRoom; zone: string; now: number; warns: boolean }) {
  if (machine.self) return <span className="text-soft">now</span>;
  if (machine.lastHeard === null) return <span className="text-soft">never</span>;
  return (
    <Explain
      text={`Heard on ${formatInstant(machine.lastHeard, zone)}: what it did later is not here yet.`}
      className={warns ? 'text-warn' : 'text-soft'}
    >
      {formatAge(now - Date.parse(machine.lastHeard))}
    </Explain>
  );
}

function TrendOf({
  machine,
  report,
  unit,
  className,
}: {
  readonly machine: MachineOfRoom;
  readonly report: MachineRoomReport;
  readonly unit: Unit;
  readonly className: string;
}) {
  const { unheard } = machine;
  const lost = report.room.steps.map((s) => unheard !== null && s.since >= unheard.since && s.since <= unheard.until);
  return <TrendBars values={machine[unit]} unheard={lost} colour={slotColour(machine.slot)} className={className} />;
}
