import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { plural } from '../format/numbers.ts';
import { useSearchState } from '../state.ts';
import { Failure } from '../ui/Failure.tsx';
import { Section } from '../ui/Section.tsx';
import { useRoomy, useWide } from '../ui/wide.ts';
import { SessionExport } from './sessions/SessionExport.tsx';
import { SessionHead } from './sessions/SessionHead.tsx';
import { SessionLine } from './sessions/SessionLine.tsx';
import { columnsFor, gridTemplate } from './sessions/columns.ts';
import { useSessionRows } from './sessions/useSessionRows.ts';

const WIDE_ROW = 42;
const NARROW_ROW = 64;

/** The sessions of the range. Only the rows on the screen are fetched and drawn. */
export function Sessions({ machines }: { readonly machines: boolean }) {
  const search = useSearchState();
  const wide = useWide();
  const box = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const [span, setSpan] = useState({ first: 0, last: 20 });
  const { total, rowAt, zone, error, refetch, newer } = useSessionRows(search, span, scrolled);
  const height = wide ? WIDE_ROW : NARROW_ROW;
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    onChange: ({ range }) => {
      if (range && (range.startIndex !== span.first || range.endIndex !== span.last))
        setSpan({ first: range.startIndex, last: range.endIndex });
    },
  });
  const columns = columnsFor(machines, useRoomy());
  const template = wide ? gridTemplate(columns) : undefined;
  return (
    <Section
      id="sessions-list"
      title="Sessions"
      className="mt-12"
      aside={
        <div className="flex flex-wrap items-baseline gap-x-5 text-xs text-soft">
          {total !== undefined && <span>{plural(total, 'session')}</span>}
          {newer && (
            <button
              type="button"
              className="text-accent underline underline-offset-2"
              onClick={() => box.current?.scrollTo({ top: 0 })}
            >
              New turns: back to the top
            </button>
          )}
          <SessionExport total={total ?? 0} />
        </div>
      }
    >
      {error && <Failure error={error} retry={refetch} />}
      {total === 0 && (
        <p className="text-sm text-soft">No session in this range. Widen the range or take a filter away.</p>
      )}
      <div role="table" aria-label="Sessions" aria-rowcount={(total ?? 0) + 1} className={total === 0 ? 'hidden' : ''}>
        <SessionHead columns={columns} template={template} />
        <div
          id="sessions"
          ref={box}
          tabIndex={-1}
          role="rowgroup"
          data-print="open"
          className="max-h-[35.4rem] overflow-y-auto outline-none"
          onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
        >
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => (
              <SessionLine
                key={item.key}
                row={rowAt(item.index)}
                index={item.index}
                columns={columns}
                template={template}
                zone={zone}
                top={item.start}
                height={height}
              />
            ))}
          </div>
        </div>
      </div>
    </Section>
  );
}
