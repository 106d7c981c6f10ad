import type { MachinePairReport, MachineSide } from '../../../../src/contract/reports/machine-pair.ts';
import { slotColour } from '../../theme/colours.ts';
import { Swatch } from '../../ui/Swatch.tsx';

/** The head of a table about two machines. */
export function PairHead({ first, pair }: { readonly first: string; readonly pair: MachinePairReport['pair'] }) {
  return (
    <thead className="label text-right">
      <tr>
        <th scope="col" className="w-[34%] pb-1 text-left font-normal">
          {first}
        </th>
        <Side side={pair.left} />
        <Side side={pair.right} />
        <th
          scope="col"
          className="w-[21%] pb-1 pl-3 font-normal"
          title={`${pair.left.machine} less ${pair.right.machine}`}
        >
          Difference
        </th>
      </tr>
    </thead>
  );
}

function Side({ side }: { readonly side: MachineSide }) {
  return (
    <th scope="col" className="pb-1 pl-3 font-normal" title={side.machine}>
      <span className="flex items-center justify-end gap-2">
        <Swatch colour={slotColour(side.slot)} className="size-2" />
        <span className="truncate">{side.machine}</span>
      </span>
    </th>
  );
}
