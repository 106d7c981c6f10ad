import type { TokenClass } from '../../../src/contract/reports/page.ts';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { formatCompact, formatUsd } from '../format/numbers.ts';
import { toggled, type Unit } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { CLASS_NAME, stackColour } from '../theme/colours.ts';
import { Swatch } from '../ui/Swatch.tsx';

interface Props {
  readonly series: SeriesReport['series'];
  readonly unit: Unit;
  readonly hidden: ReadonlySet<string>;
}

/** The stacks by name. A click on a model, project or machine narrows the page to it; on a token class it leaves it out of the chart. */
export function Legend({ series, unit, hidden }: Props) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const { stack } = series;
  const total = unit === 'cost' ? 'totalCost' : 'totalTokens';
  const format = unit === 'cost' ? formatUsd : formatCompact;
  const click = (id: string): void => {
    if (stack === 'class') patch({ hide: toggled(search.hide, id) });
    else patch({ [stack]: toggled(search[stack], id) });
  };
  return (
    <ul aria-label={`Stacked by ${stack}`} className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {series.stacks
        .filter((s) => s[total] > 0 || hidden.has(s.id))
        .map((s) => {
          const off = hidden.has(s.id);
          const name = stack === 'class' ? CLASS_NAME[s.id as TokenClass] : s.name;
          return (
            <li key={s.id}>
              <button
                type="button"
                disabled={s.id === 'rest'}
                aria-pressed={stack === 'class' ? !off : (search[stack]?.includes(s.id) ?? false)}
                title={
                  stack === 'class' ? (off ? `Show ${name}` : `Leave ${name} out of the chart`) : `Narrow to ${name}`
                }
                className={`group flex items-center gap-2 py-0.5 disabled:cursor-default ${off ? 'text-soft line-through' : ''}`}
                onClick={() => click(s.id)}
              >
                <Swatch colour={off ? '--line' : stackColour(stack, s.id, s.slot)} />
                <span className="max-w-48 truncate group-enabled:group-hover:underline group-hover:underline-offset-2">
                  {name}
                </span>
                <span className="text-soft">{format(s[total])}</span>
              </button>
            </li>
          );
        })}
    </ul>
  );
}
