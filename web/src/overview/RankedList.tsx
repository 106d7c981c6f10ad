import { useState } from 'react';
import type { RankedReport, Ranking } from '../../../src/contract/reports/ranked.ts';
import { useRanked } from '../api/reports.ts';
import { formatCompact, formatCount, formatShare, formatUsd } from '../format/numbers.ts';
import { toggled } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { slotColour } from '../theme/colours.ts';
import { Failure } from '../ui/Failure.tsx';
import { Section } from '../ui/Section.tsx';
import { Swatch } from '../ui/Swatch.tsx';
import { Told } from '../ui/Told.tsx';
import { explainRow } from './explain.ts';
import { TableExport } from '../export/TableExport.tsx';
import { rankedCsv, rankedMarkdown } from './tables.ts';

type Row = RankedReport['ranked']['rows'][number];
const FEW = 7;
const MANY = 100;

/** The largest of a dimension; a click narrows the page to one, a second click widens it again. */
export function RankedList({ by, title }: { readonly by: Ranking; readonly title: string }) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const [limit, setLimit] = useState(FEW);
  const { data, isError, error, refetch } = useRanked(search, by, limit);
  const ranked = data?.ranked;
  const unit = search.unit ?? 'cost';
  const chosen = search[by] ?? [];
  return (
    <Section
      id={`${by}s`}
      title={title}
      aside={<span className="label">{unit === 'cost' ? 'by cost' : 'by tokens'}</span>}
    >
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {ranked?.rows.length === 0 && <p className="text-sm text-soft">None in this range.</p>}
      <ol>
        {ranked?.rows.map((row) => (
          <RankedRow
            key={row.id}
            row={row}
            unit={unit}
            top={ranked.rows[0]?.[unit] ?? 0}
            on={chosen.includes(row.id)}
            dim={chosen.length > 0 && !chosen.includes(row.id)}
            onClick={() => patch({ [by]: toggled(chosen, row.id) })}
          />
        ))}
      </ol>
      {ranked?.rest && (
        <button
          type="button"
          className="mt-2 flex w-full justify-between text-sm text-soft hover:text-ink"
          onClick={() => setLimit(MANY)}
        >
          <span className="underline underline-offset-2">{formatCount(ranked.rest.rows)} more</span>
          <span>{unit === 'cost' ? formatUsd(ranked.rest.cost) : formatCompact(ranked.rest.tokens)}</span>
        </button>
      )}
      {limit === MANY && (
        <button
          type="button"
          className="mt-2 text-sm text-soft underline underline-offset-2 hover:text-ink"
          onClick={() => setLimit(FEW)}
        >
          Fewer
        </button>
      )}
      {ranked && ranked.rows.length > 0 && (
        <div className="mt-3 flex justify-end">
          <TableExport name={`${by}s`} csv={() => rankedCsv(ranked)} markdown={() => rankedMarkdown(ranked)} />
        </div>
      )}
    </Section>
  );
}

interface RowProps {
  readonly row: Row;
  readonly unit: 'cost' | 'tokens';
  readonly top: number;
  readonly on: boolean;
  readonly dim: boolean;
  readonly onClick: () => void;
}

function RankedRow({ row, unit, top, on, dim, onClick }: RowProps) {
  const share = unit === 'cost' ? row.costShare : row.tokenShare;
  const unpriced = row.unpricedTokens > 0 && row.cost === 0;
  const exact = explainRow(row, unit);
  return (
    <li>
      <Told text={exact}>
        <button
          type="button"
          aria-pressed={on}
          className={`group block w-full py-1.5 text-left ${dim ? 'opacity-55' : ''}`}
          onClick={onClick}
        >
          <span className="flex items-baseline gap-3 text-sm">
            <span
              className={`min-w-0 flex-1 truncate group-hover:underline group-hover:underline-offset-2 ${on ? 'font-semibold' : ''}`}
            >
              <Swatch colour={slotColour(row.slot)} className="mr-2.5" />
              {row.name}
            </span>
            {unpriced && <span className="label text-warn!">no price</span>}
            <span data-value={row[unit]}>{unit === 'cost' ? formatUsd(row.cost) : formatCompact(row.tokens)}</span>
            <span className="w-14 text-right text-soft">{formatShare(share)}</span>
          </span>
          <span aria-hidden className="mt-1 block h-[3px] bg-wash">
            <span
              className="block h-full"
              style={{
                width: `${top > 0 ? (row[unit] / top) * 100 : 0}%`,
                backgroundColor: `var(${slotColour(row.slot)})`,
              }}
            />
          </span>
        </button>
      </Told>
    </li>
  );
}
