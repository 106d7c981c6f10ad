import { useMemo, useState, type KeyboardEvent } from 'react';
import type { HeatmapReport } from '../../../src/contract/reports/heatmap.ts';
import { parseWeekHours, WEEKDAYS, weekHourNames } from '../../../src/contract/week-hours.ts';
import { useHeatmap } from '../api/reports.ts';
import { DAY_NAMES, formatHour } from '../format/dates.ts';
import { formatCompact, formatUsd, plural } from '../format/numbers.ts';
import type { HeatMetric } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { Choices } from '../ui/Choices.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Section } from '../ui/Section.tsx';

const METRICS = [
  ['turns', 'Turns'],
  ['cost', 'Cost'],
  ['tokens', 'Tokens'],
] as const;
const NONE: readonly string[] = [];
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 };

/**
 * The hours of the week. Pointing at an hour tells what it held; a click narrows the page to it, and a
 * weekday's name to that day; a second click widens again.
 */
export function Heatmap() {
  const search = useSearchState();
  const patch = usePatchSearch();
  const { data, isError, error, refetch } = useHeatmap(search);
  const metric: HeatMetric = search.heat ?? 'turns';
  return (
    <Section
      id="hours"
      title="Hours of the week"
      aside={<Choices label="Shade by" small value={metric} options={METRICS} onChange={(heat) => patch({ heat })} />}
    >
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {data && <Grid heatmap={data.heatmap} metric={metric} zone={data.meta.timezone} />}
    </Section>
  );
}

interface GridProps {
  readonly heatmap: HeatmapReport['heatmap'];
  readonly metric: HeatMetric;
  readonly zone: string;
}

function Grid({ heatmap, metric, zone }: GridProps) {
  const values = heatmap[metric];
  const max = Math.max(...values);
  const [over, setOver] = useState<number | null>(null);
  const patch = usePatchSearch();
  const names = useSearchState().hour ?? NONE;
  const chosen = useMemo(() => new Set(names.flatMap((name) => parseWeekHours(name) ?? [])), [names]);
  const told = over ?? values.indexOf(max);
  const toggle = (hours: readonly number[]): void => {
    const all = hours.every((hour) => chosen.has(hour));
    const rest = [...chosen].filter((hour) => !hours.includes(hour));
    const next = weekHourNames(all ? rest : [...rest, ...hours]);
    patch({ hour: next.length > 0 ? next : undefined });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const next = (told + step + 168) % 168;
    setOver(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div
        role="group"
        aria-label="Hours of the week"
        onKeyDown={onKeyDown}
        onPointerLeave={() => setOver(null)}
        onBlur={() => setOver(null)}
      >
        {DAY_NAMES.map((day, row) => (
          <div key={day} className="flex items-center">
            <button
              type="button"
              aria-label={`Narrow to ${day}`}
              className="label w-8 text-left text-2xs! hover:text-ink hover:underline"
              onClick={() => toggle(parseWeekHours(WEEKDAYS[row]!) ?? [])}
            >
              {day.slice(0, 2)}
            </button>
            {Array.from({ length: 24 }, (_, hour) => {
              const cell = row * 24 + hour;
              const value = values[cell] ?? 0;
              return (
                <button
                  key={hour}
                  type="button"
                  data-cell={cell}
                  tabIndex={cell === told ? 0 : -1}
                  aria-pressed={chosen.has(cell)}
                  aria-label={sentence(cell, heatmap)}
                  className="h-5 flex-1 border-[1.5px] border-paper aria-pressed:border-accent"
                  style={{ backgroundColor: shade(value, max) }}
                  onPointerEnter={() => setOver(cell)}
                  onFocus={() => setOver(cell)}
                  // An hour known to hold nothing has nothing to narrow to.
                  onClick={() => (value > 0 || names.length > 0) && toggle([cell])}
                />
              );
            })}
          </div>
        ))}
        <div aria-hidden className="label flex pl-8 text-2xs!">
          {[0, 6, 12, 18].map((hour) => (
            <span key={hour} className="flex-1">
              {String(hour).padStart(2, '0')}
            </span>
          ))}
        </div>
      </div>
      <p className="mt-2 min-h-10 text-xs text-soft">
        {max === 0 ? 'No turns in this range.' : `${over === null ? 'Busiest: ' : ''}${sentence(told, heatmap)}`}
        <span className="sr-only"> Hours in {zone}.</span>
      </p>
    </>
  );
}

function sentence(cell: number, heatmap: HeatmapReport['heatmap']): string {
  const when = `${DAY_NAMES[Math.floor(cell / 24)]}, ${formatHour(cell % 24)}`;
  return `${when}: ${plural(heatmap.turns[cell] ?? 0, 'turn')}, ${formatUsd(heatmap.cost[cell] ?? 0)}, ${formatCompact(heatmap.tokens[cell] ?? 0)} tokens`;
}

/** From the wash to the ink; the square root lets quiet hours be seen beside busy ones. */
function shade(value: number, max: number): string {
  if (value === 0 || max === 0) return 'var(--wash)';
  return `color-mix(in oklab, var(--ink) ${Math.round(12 + 78 * Math.sqrt(value / max))}%, var(--wash))`;
}
