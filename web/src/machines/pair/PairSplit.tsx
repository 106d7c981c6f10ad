import type { ReactNode } from 'react';
import type { MachinePairReport } from '../../../../src/contract/reports/machine-pair.ts';
import { csvText, markdownText } from '../../export/table-text.ts';
import { TableExport } from '../../export/TableExport.tsx';
import { formatCompact, formatShare, formatUsd } from '../../format/numbers.ts';
import type { Unit } from '../../search.ts';
import { CLASS_COLOUR, CLASS_NAME, slotColour } from '../../theme/colours.ts';
import { Swatch } from '../../ui/Swatch.tsx';
import { formatDifference } from './difference.ts';
import { PairHead } from './PairHead.tsx';

type Pair = MachinePairReport['pair'];
type Split = Pick<Pair['classes'][number], 'cost' | 'tokens' | 'costShare' | 'tokenShare'>;
interface Row {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly note?: ReactNode;
  readonly split: Split;
}
interface Props {
  readonly pair: Pair;
  readonly unit: Unit;
  readonly by: 'classes' | 'models';
}

/** Where each one's money or tokens went, beside the other's; shares are of each one's own total. */
export function PairSplit({ pair, unit, by }: Props) {
  const title = by === 'classes' ? 'By token class' : 'By model';
  const rows = (by === 'classes' ? classRows(pair) : modelRows(pair)).filter(
    ({ split }) => split[unit].left !== 0 || split[unit].right !== 0 || by === 'models',
  );
  const format = unit === 'cost' ? formatUsd : formatCompact;
  const share = unit === 'cost' ? 'costShare' : 'tokenShare';
  const head = [by === 'classes' ? 'Class' : 'Model', pair.left.machine, pair.right.machine, 'Difference'];
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="mb-1 text-left">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-semibold">
            {title}, <span className="font-normal text-soft">{unit}</span>
          </span>
          <TableExport
            name={`${by} of both`}
            csv={() =>
              csvText(
                head,
                rows.map(({ id, split }) => [id, split[unit].left, split[unit].right, split[unit].difference]),
              )
            }
            markdown={() =>
              markdownText(
                head,
                1,
                rows.map(({ name, split }) => [
                  name,
                  format(split[unit].left),
                  format(split[unit].right),
                  formatDifference(split[unit].difference, format),
                ]),
              )
            }
          />
        </span>
      </caption>
      <PairHead first={head[0] ?? ''} pair={pair} />
      <tbody>
        {rows.map(({ id, name, colour, note, split }) => (
          <tr key={id} className="border-t text-right">
            <th scope="row" className="py-1.5 text-left font-normal">
              <span className="flex items-center gap-2.5">
                <Swatch colour={colour} />
                <span className="min-w-0 break-words">{name}</span>
                {note}
              </span>
            </th>
            <Side value={format(split[unit].left)} share={split[share].left} colour={colour} />
            <Side value={format(split[unit].right)} share={split[share].right} colour={colour} />
            <td className="pl-3 text-soft">{formatDifference(split[unit].difference, format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A figure, its part of the machine's own total, and that part as a line. */
function Side({ value, share, colour }: { readonly value: string; readonly share: number; readonly colour: string }) {
  return (
    <td className="pl-3">
      {value}
      <span className="ml-2 inline-block w-14 text-soft max-sm:hidden">{formatShare(share)}</span>
      <span aria-hidden className="mt-0.5 ml-auto block h-[3px] max-w-40 bg-wash">
        <span
          className="ml-auto block h-full"
          style={{ width: `${share * 100}%`, backgroundColor: `var(${colour})` }}
        />
      </span>
    </td>
  );
}

function classRows(pair: Pair): Row[] {
  return pair.classes.map((split) => ({
    id: split.class,
    name: CLASS_NAME[split.class],
    colour: CLASS_COLOUR[split.class],
    split,
  }));
}

function modelRows(pair: Pair): Row[] {
  return pair.models.map((split) => ({
    id: split.model,
    name: split.model,
    colour: slotColour(split.slot),
    ...(split.unpriced ? { note: <span className="label text-warn!">no price</span> } : {}),
    split,
  }));
}
