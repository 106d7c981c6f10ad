import { formatRange } from '../format/dates.ts';

interface Props {
  /** Inclusive local days under the drag. */
  readonly since: string;
  readonly until: string;
  /** Middle of the drag, in pixels from the left of the chart. */
  readonly x: number;
}

/** The days a drag would narrow to. */
export function DragReading({ since, until, x }: Props) {
  return (
    <p
      role="status"
      className="pointer-events-none absolute top-3 z-10 -translate-x-1/2 bg-accent px-2 py-0.5 text-xs whitespace-nowrap text-paper"
      style={{ left: `clamp(7rem, ${x}px, calc(100% - 7rem))` }}
    >
      {formatRange(since, until)}
    </p>
  );
}
