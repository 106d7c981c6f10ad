import { useState } from 'react';
import type { FilterOptionsReport } from '../../../src/contract/reports/filter-options.ts';
import type { MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { TableExport } from '../export/TableExport.tsx';
import { formatCompact, formatCount, formatUsd, plural } from '../format/numbers.ts';
import type { MachineRank } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { Choices } from '../ui/Choices.tsx';
import { Section } from '../ui/Section.tsx';
import type { Asked } from './change/asked.ts';
import { ChangeDialog } from './change/ChangeDialog.tsx';
import { ChangeTold } from './change/ChangeTold.tsx';
import { useMachineChange } from './change/useMachineChange.ts';
import { COLUMNS, firstOrder, HIDDEN, machinesCsv, machinesMarkdown, sorted, type Column } from './columns.ts';
import { MachineRow } from './MachineRow.tsx';
import type { Standing } from './standing.ts';

interface Props {
  readonly report: MachineRoomReport;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Every machine of the ledger, whatever the filters let pass. */
  readonly known: FilterOptionsReport['filters']['machines'];
}
const UNITS = [
  ['cost', 'Cost'],
  ['tokens', 'Tokens'],
] as const;
/** Lines drawn at first; who has more asks for them. */
const SHOWN = 60;

/** Every machine on a line; a line opens to all that is known of it, and to what can be done. */
export function MachineTable({ report, standings, known }: Props) {
  const { unit = 'cost', rank = unit, rankOrder: order = firstOrder(rank) } = useSearchState();
  const patch = usePatchSearch();
  const [all, setAll] = useState(false);
  const [asked, ask] = useState<Asked | null>(null);
  const change = useMachineChange();
  const machines = sorted(report.room.machines, rank, order);
  const shown = all ? machines : machines.slice(0, SHOWN);
  return (
    <Section
      id="machines"
      title="Machines"
      lead={
        <div id="unit">
          <Choices label="Unit" small value={unit} options={UNITS} onChange={(next) => patch({ unit: next })} />
        </div>
      }
      aside={
        <TableExport
          name="machines"
          csv={() => machinesCsv(machines, standings)}
          markdown={() => machinesMarkdown(machines, report.totals)}
        />
      }
    >
      <ChangeTold change={change} />
      {machines.length === 0 && (
        <p className="text-sm text-soft">No machine passes the filters. Take one away to see the others.</p>
      )}
      <table className={`w-full text-sm ${machines.length === 0 ? 'hidden' : ''}`}>
        <caption className="sr-only">Machines of the range</caption>
        <Head rank={rank} order={order} />
        <tbody>
          {shown.map((machine) => (
            <MachineRow
              key={machine.machineId}
              machine={machine}
              standing={standings.get(machine.machineId)}
              report={report}
              known={known}
              ask={ask}
              change={change}
            />
          ))}
        </tbody>
        <Totals report={report} />
      </table>
      {machines.length > shown.length && (
        <button
          type="button"
          className="mt-3 text-sm text-soft underline underline-offset-2 hover:text-ink"
          onClick={() => setAll(true)}
        >
          {plural(machines.length - shown.length, 'more machine')}
        </button>
      )}
      {asked && <ChangeDialog asked={asked} report={report} known={known} change={change} close={() => ask(null)} />}
    </Section>
  );
}

function Head({ rank, order }: { readonly rank: MachineRank; readonly order: 'asc' | 'desc' }) {
  return (
    <thead className="label">
      <tr className="border-b">
        {COLUMNS.map((column) => (
          <th
            key={column.id}
            scope="col"
            aria-sort={column.rank === rank ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
            className={`pb-1.5 font-normal first:pl-0 ${column.right ? 'pl-4 text-right' : 'pl-6 text-left'} ${HIDDEN[column.from]}`}
          >
            <ColumnName column={column} rank={rank} order={order} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function ColumnName({ column, rank, order }: { column: Column; rank: MachineRank; order: 'asc' | 'desc' }) {
  const patch = usePatchSearch();
  const by = column.rank;
  if (by === undefined) return column.name;
  const on = by === rank;
  const turned = order === 'asc' ? 'desc' : 'asc';
  return (
    <button
      type="button"
      className={`hover:text-ink ${on ? 'font-semibold text-ink' : ''}`}
      onClick={() => patch({ rank: by, rankOrder: on && turned !== firstOrder(by) ? turned : undefined })}
    >
      {column.name}
      {on && <span aria-hidden>{order === 'asc' ? ' ↑' : ' ↓'}</span>}
    </button>
  );
}

function Totals({ report: { totals, room } }: { readonly report: MachineRoomReport }) {
  if (room.machines.length < 2) return null;
  const cells: Readonly<Record<string, string>> = {
    machine: `All ${formatCount(room.machines.length)}`,
    cost: formatUsd(totals.totalCost),
    tokens: formatCompact(totals.totalTokens),
    turns: formatCount(totals.turns),
  };
  return (
    <tfoot>
      <tr className="border-t font-semibold">
        {COLUMNS.map(({ id, right, from }) =>
          id === 'machine' ? (
            <th key={id} scope="row" className="py-2.5 text-left">
              {cells[id]}
            </th>
          ) : (
            <td key={id} className={`py-2.5 pl-4 ${right ? 'text-right' : ''} ${HIDDEN[from]}`}>
              {cells[id]}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  );
}
