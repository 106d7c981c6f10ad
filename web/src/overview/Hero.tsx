import type { SummaryFigure, SummaryReport } from '../../../src/contract/reports/summary.ts';
import { Spark } from '../charts/Spark.tsx';
import { formatRange } from '../format/dates.ts';
import { formatCompact, formatCount, formatShare, formatUsd, plural } from '../format/numbers.ts';
import { Explain } from '../ui/Explain.tsx';
import { Change } from './Change.tsx';
import { explainCost, explainHitRate, explainSessions, explainTokens, explainTurns } from './explain.ts';

/** The figure that matters, and the four that explain it. `old`: of the view before, until the new ones are there. */
export function Hero({ report, old }: { readonly report: SummaryReport; readonly old: boolean }) {
  const { summary } = report;
  const days = summary.since && summary.until ? formatRange(summary.since, summary.until) : 'no days';
  return (
    <section
      aria-label="Figures of the range"
      aria-busy={old}
      className="grid gap-x-16 gap-y-10 py-10 transition-opacity delay-100 aria-busy:opacity-60 rail:grid-cols-[minmax(22rem,5fr)_7fr] rail:items-end"
    >
      <div>
        <p className="label">
          Cost at list price, {days}
          {report.totals.unpricedTokens > 0 && <span className="text-warn">, without unpriced models</span>}
        </p>
        <div className="flex items-end gap-x-6">
          <Explain text={explainCost(report)} className="block">
            <span
              data-testid="total-cost"
              data-value={summary.cost.value}
              className="figure block text-[clamp(3.5rem,11vw,6.25rem)] leading-[1.05] text-accent"
            >
              {formatUsd(summary.cost.value)}
            </span>
          </Explain>
          <Spark values={summary.cost.spark} className="mb-5 h-12 min-w-0 flex-1 max-rail:hidden" colour="--accent" />
        </div>
        <div className="mt-1 flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
          <Change figure={summary.cost} format={formatUsd} summary={summary} />
          <span aria-hidden className="max-sm:hidden">
            ·
          </span>
          <span>{plural(summary.activeDays, 'active day')}</span>
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-6 md:grid-cols-4">
        <Figure
          id="total-tokens"
          name="Tokens"
          figure={summary.tokens}
          format={formatCompact}
          exact={formatCount}
          text={explainTokens(report)}
          report={report}
        />
        <Figure
          id="total-turns"
          name="Turns"
          figure={summary.turns}
          format={formatCompact}
          exact={formatCount}
          text={explainTurns(report)}
          report={report}
        />
        <Figure
          id="total-sessions"
          name="Sessions"
          figure={summary.sessions}
          format={formatCompact}
          exact={formatCount}
          text={explainSessions(report)}
          report={report}
        />
        <Figure
          id="cache-hit-rate"
          name="Cache hit rate"
          figure={summary.cacheHitRate}
          format={formatShare}
          exact={formatShare}
          text={explainHitRate()}
          report={report}
          rate
        />
      </dl>
    </section>
  );
}

interface FigureProps {
  readonly id: string;
  readonly name: string;
  readonly figure: SummaryFigure;
  readonly format: (n: number) => string;
  readonly exact: (n: number) => string;
  readonly text: string;
  readonly report: SummaryReport;
  /** A rate: its spark skips idle days, on which it has no value, and starts at its lowest. */
  readonly rate?: boolean;
}

function Figure({ id, name, figure, format, exact, text, report, rate = false }: FigureProps) {
  const spark = rate ? figure.spark.filter((_, i) => (report.summary.turns.spark[i] ?? 0) > 0) : figure.spark;
  const foot = rate && spark.length > 0 ? Math.min(...spark) : 0;
  return (
    <div className="border-t pt-2">
      <dt className="label">{name}</dt>
      <dd>
        <Explain text={`${exact(figure.value)}. ${text}`} className="block">
          <span data-testid={id} data-value={figure.value} className="figure block text-[2rem] leading-[1.25]">
            {format(figure.value)}
          </span>
        </Explain>
        <Spark values={spark} foot={foot} className="mt-1 h-7 w-full" filled />
        <div className="mt-1.5 text-xs text-soft">
          <Change figure={figure} format={format} exact={exact} summary={report.summary} short rate={rate} />
        </div>
      </dd>
    </div>
  );
}
