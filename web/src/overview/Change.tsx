import type { SummaryFigure, SummaryReport } from '../../../src/contract/reports/summary.ts';
import { formatRange } from '../format/dates.ts';
import { formatChange, formatPoints } from '../format/numbers.ts';
import { Explain } from '../ui/Explain.tsx';

interface Props {
  readonly figure: SummaryFigure;
  readonly format: (n: number) => string;
  /** For the explanation, when `format` shortens. */
  readonly exact?: (n: number) => string;
  readonly summary: SummaryReport['summary'];
  readonly short?: boolean;
  /** A rate changes by points, not by per cent of itself. */
  readonly rate?: boolean;
}

/** A figure against the same one of the previous equal period. Neither direction is good or bad, so neither has a colour. */
export function Change({ figure, format, exact = format, summary, short = false, rate = false }: Props) {
  const { previousSince: since, previousUntil: until } = summary;
  if (figure.previous === null || !since || !until) return short ? null : <span>nothing to compare with</span>;
  const before = `${format(figure.previous)} in ${formatRange(since, until)}`;
  if (figure.change === null) return <span>{short ? `from ${format(figure.previous)}` : before}</span>;
  return (
    <Explain text={`The previous equal period: ${exact(figure.previous)} in ${formatRange(since, until)}.`}>
      <span className="font-semibold text-ink">
        {rate ? formatPoints(figure.value - figure.previous) : formatChange(figure.change)}
      </span>{' '}
      {short ? `from ${format(figure.previous)}` : `from ${before}`}
    </Explain>
  );
}
