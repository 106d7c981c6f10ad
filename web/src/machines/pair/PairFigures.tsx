import type { MachinePairReport } from '../../../../src/contract/reports/machine-pair.ts';
import { csvText, markdownText } from '../../export/table-text.ts';
import { TableExport } from '../../export/TableExport.tsx';
import { formatCompact, formatCount, formatPoints, formatShare, formatUsd } from '../../format/numbers.ts';
import { formatDifference } from './difference.ts';
import { PairHead } from './PairHead.tsx';

type Pair = MachinePairReport['pair'];
interface Figure {
  readonly id: 'cost' | 'tokens' | 'turns' | 'sessions' | 'activeDays' | 'cacheHitRate' | 'costPerTurn';
  readonly name: string;
  readonly format: (n: number) => string;
}
const FIGURES: readonly Figure[] = [
  { id: 'cost', name: 'Cost', format: formatUsd },
  { id: 'tokens', name: 'Tokens', format: formatCompact },
  { id: 'turns', name: 'Turns', format: formatCount },
  { id: 'sessions', name: 'Sessions', format: formatCount },
  { id: 'activeDays', name: 'Active days', format: formatCount },
  { id: 'cacheHitRate', name: 'Cache hit rate', format: formatShare },
  { id: 'costPerTurn', name: 'Cost per turn', format: formatUsd },
];
const differenceOf = ({ id, format }: Figure, pair: Pair): string =>
  id === 'cacheHitRate' ? formatPoints(pair[id].difference) : formatDifference(pair[id].difference, format);

/** The figures of both, and what the left one has more. */
export function PairFigures({ pair }: { readonly pair: Pair }) {
  const head = ['Figure', pair.left.machine, pair.right.machine, 'Difference'];
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="mb-1 text-left">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-semibold">In figures</span>
          <TableExport
            name="figures of both"
            csv={() =>
              csvText(
                head,
                FIGURES.map(({ id }) => [id, pair[id].left, pair[id].right, pair[id].difference]),
              )
            }
            markdown={() =>
              markdownText(
                head,
                1,
                FIGURES.map((f) => [
                  f.name,
                  f.format(pair[f.id].left),
                  f.format(pair[f.id].right),
                  differenceOf(f, pair),
                ]),
              )
            }
          />
        </span>
      </caption>
      <PairHead first="Figure" pair={pair} />
      <tbody>
        {FIGURES.map((figure) => (
          <tr key={figure.id} data-testid={`pair-${figure.id}`} className="border-t text-right">
            <th scope="row" className="py-1.5 text-left font-normal">
              {figure.name}
            </th>
            <td className="pl-3" data-value={pair[figure.id].left}>
              {figure.format(pair[figure.id].left)}
            </td>
            <td className="pl-3" data-value={pair[figure.id].right}>
              {figure.format(pair[figure.id].right)}
            </td>
            <td className="pl-3 text-soft" data-value={pair[figure.id].difference}>
              {differenceOf(figure, pair)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
