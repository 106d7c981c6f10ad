import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import type { Unit } from '../search.ts';
import { resolveColour, useLook } from '../theme/theme.ts';
import { barsOption } from './bars-option.ts';
import { BucketReading } from './BucketReading.tsx';
import { DragReading } from './DragReading.tsx';
import { init, type ECharts } from './echarts-core.ts';
import { SAVE_EVENT } from './save-event.ts';
import { savePng } from './save-png.ts';

interface Props {
  readonly series: SeriesReport['series'];
  readonly unit: Unit;
  readonly hidden: ReadonlySet<string>;
  /** Buckets from the first to the last, both included: a click gives one, a drag several. */
  readonly onNarrow: (first: number, last: number) => void;
  readonly label: string;
  /** The stacks stand side by side instead of on one another. */
  readonly beside?: boolean;
}
/** Pixels a pointer moves before a click becomes a drag. */
const DRAG_PX = 5;

/** Stacked bars over time. Pointer, touch and arrow keys read a bucket; click or Enter narrows to it; a drag zooms. */
export function StackedBars({ series, unit, hidden, onNarrow, label, beside = false }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useChart(host, series, unit, hidden, beside);
  const [at, setAt] = useState<number | null>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly x: number; readonly moved: boolean } | null>(null);
  const last = series.buckets.length - 1;

  const indexAt = (event: PointerEvent): number => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const raw = chart.current?.convertFromPixel({ xAxisIndex: 0 }, x) ?? 0;
    return Math.min(last, Math.max(0, Math.round(Number(raw))));
  };
  const edge = (index: number): number => Number(chart.current?.convertToPixel({ xAxisIndex: 0 }, index) ?? 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -last - 1, End: last + 1 }[event.key];
    if (step !== undefined) setAt(Math.min(last, Math.max(0, (at ?? (step > 0 ? -1 : last + 1)) + step)));
    else if (event.key === 'Enter' && at !== null) onNarrow(at, at);
    else if (event.key === 'Escape') setAt(null);
    else return;
    event.preventDefault();
  };
  const half = last > 0 ? (edge(1) - edge(0)) / 2 : 20;
  const selected = drag?.moved && at !== null ? ([Math.min(drag.from, at), Math.max(drag.from, at)] as const) : null;
  const shown = at !== null && at <= last ? at : null;

  return (
    <div className="relative">
      <div ref={host} aria-hidden className="h-72 w-full sm:h-80 rail:h-96" />
      {(selected ?? (shown !== null ? [shown, shown] : null)) && (
        <div
          aria-hidden
          className={`pointer-events-none absolute top-3 bottom-7 ${selected ? 'bg-accent/15' : 'bg-ink/5'}`}
          style={{
            left: edge((selected ?? [shown ?? 0])[0]) - half,
            width: edge((selected ?? [0, shown ?? 0])[1]) - edge((selected ?? [shown ?? 0])[0]) + 2 * half,
          }}
        />
      )}
      <div
        id="chart"
        role="group"
        tabIndex={0}
        aria-label={`${label}. Arrow keys read the bars, Enter narrows to one.`}
        className="absolute inset-0 cursor-crosshair touch-pan-y"
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerLeave={() => drag === null && setAt(null)}
        onPointerDown={(event) => {
          if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: indexAt(event), x: event.clientX, moved: false });
        }}
        onPointerMove={(event) => {
          setAt(indexAt(event));
          if (drag && !drag.moved && Math.abs(event.clientX - drag.x) > DRAG_PX) setDrag({ ...drag, moved: true });
        }}
        onPointerCancel={() => setDrag(null)}
        onPointerUp={(event) => {
          if (drag) onNarrow(Math.min(drag.from, indexAt(event)), Math.max(drag.from, indexAt(event)));
          setDrag(null);
        }}
      />
      {selected && (
        <DragReading
          since={series.buckets[selected[0]]?.since ?? ''}
          until={series.buckets[selected[1]]?.until ?? ''}
          x={(edge(selected[0]) + edge(selected[1])) / 2}
        />
      )}
      {!selected && shown !== null && (
        <BucketReading series={series} unit={unit} hidden={hidden} index={shown} x={edge(shown)} />
      )}
    </div>
  );
}

/** Draws and redraws; the chart follows its frame, the theme and the fonts. */
function useChart(
  host: React.RefObject<HTMLDivElement | null>,
  series: Props['series'],
  unit: Unit,
  hidden: ReadonlySet<string>,
  beside: boolean,
) {
  const chart = useRef<ECharts>(null);
  const look = useLook();
  const [, redraw] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = init(element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.resize();
      redraw((n) => n + 1);
    });
    observer.observe(element);
    const save = (): void => savePng(made, 'claude-usage.png', resolveColour('--paper'));
    addEventListener(SAVE_EVENT, save);
    return () => {
      removeEventListener(SAVE_EVENT, save);
      observer.disconnect();
      made.dispose();
    };
  }, [host]);
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const draw = (): void =>
      chart.current?.setOption(barsOption({ series, unit, hidden, colour: resolveColour, still, beside }), {
        replaceMerge: ['series'],
      });
    draw();
    let gone = false;
    void document.fonts.ready.then(() => !gone && draw());
    return () => {
      gone = true;
    };
  }, [series, unit, hidden, beside, look]);
  return chart;
}
