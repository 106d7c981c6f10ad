import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { SessionTurn } from '../../../src/contract/reports/session-show.ts';
import { formatInstant } from '../format/dates.ts';
import { formatCompact, formatUsd, plural } from '../format/numbers.ts';
import { shortModels } from '../overview/sessions/columns.ts';
import { Section } from '../ui/Section.tsx';

const ROW = 36;
const GRID =
  'grid grid-cols-[6rem_minmax(0,1fr)_3.75rem_3.75rem] md:grid-cols-[6.75rem_7.5rem_minmax(0,1fr)_4rem_4rem_4rem_4.5rem_4.5rem] gap-x-3 md:gap-x-5';
const WIDE = 'max-md:hidden';

/** The turns of a session in the order they came, with what the session had cost by then. */
export function Turns({ turns, zone }: { readonly turns: readonly SessionTurn[]; readonly zone: string }) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  return (
    <Section id="turns" title="Turns" className="mt-10" aside={<span className="label">{summaryOf(turns)}</span>}>
      <div role="table" aria-label="Turns" aria-rowcount={turns.length + 1}>
        <div role="row" className={`label border-b pb-1.5 ${GRID}`}>
          <span role="columnheader">When</span>
          <span role="columnheader">Model</span>
          <span role="columnheader" className={WIDE}>
            Tools
          </span>
          <span role="columnheader" className={`text-right ${WIDE}`}>
            Written
          </span>
          <span role="columnheader" className={`text-right ${WIDE}`}>
            Cached
          </span>
          <span role="columnheader" className={`text-right ${WIDE}`}>
            Output
          </span>
          <span role="columnheader" className="text-right">
            Cost
          </span>
          <span role="columnheader" className="text-right">
            So far
          </span>
        </div>
        <div ref={box} role="rowgroup" data-print="open" className="max-h-[40rem] overflow-y-auto">
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const turn = turns[item.index];
              return turn && <Line key={item.key} turn={turn} index={item.index} zone={zone} top={item.start} />;
            })}
          </div>
        </div>
      </div>
    </Section>
  );
}

function summaryOf(turns: readonly SessionTurn[]): string {
  const open = turns.filter((turn) => !turn.final).length;
  return open === 0
    ? plural(turns.length, 'turn')
    : `${plural(turns.length, 'turn')}, ${open} with an output count that never became final (*)`;
}

interface LineProps {
  readonly turn: SessionTurn;
  readonly index: number;
  readonly zone: string;
  /** Pixels from the top of the list. */
  readonly top: number;
}

function Line({ turn, index, zone, top }: LineProps) {
  const number = `truncate text-right`;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`absolute inset-x-0 top-0 items-center border-b text-sm ${GRID}`}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
    >
      <span role="cell" className="truncate text-soft">
        {formatInstant(turn.timestamp, zone)}
      </span>
      <span role="cell" className="truncate">
        {shortModels([turn.model])}
        {turn.sidechain && <span className="ml-2 text-xs text-soft">sub-agent</span>}
      </span>
      <span role="cell" className={`truncate text-soft ${WIDE}`}>
        {turn.tools.join(', ')}
      </span>
      <span role="cell" className={`${number} ${WIDE}`}>
        {formatCompact(turn.cacheCreationTokens)}
      </span>
      <span role="cell" className={`${number} ${WIDE}`}>
        {formatCompact(turn.cacheReadTokens)}
      </span>
      <span role="cell" className={`${number} ${WIDE}`}>
        {formatCompact(turn.outputTokens)}
        {!turn.final && (
          <span className="text-warn" title="The output count never became final">
            *
          </span>
        )}
      </span>
      <span role="cell" className={number}>
        {turn.unpriced ? <span className="text-warn">no price</span> : formatUsd(turn.cost)}
      </span>
      <span role="cell" className={number}>
        {formatUsd(turn.cumulatedCost)}
      </span>
    </div>
  );
}
