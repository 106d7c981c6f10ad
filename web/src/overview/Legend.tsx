import type { TokenClass } from '../../../src/contract/reports/page.ts';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import { formatCompact, formatCount, formatUsd } from '../format/numbers.ts';
import { toggled, type Unit } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { CLASS_NAME, stackColour } from '../theme/colours.ts';
import { Swatch } from '../ui/Swatch.tsx';
import { Told } from '../ui/Told.tsx';

type Series = SeriesReport['series'];
interface Props {
  readonly series: Series;
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
  const told = (name: string, of: Series['stacks'][number], off: boolean): string => {
    const figures = `${name}: ${formatUsd(of.totalCost)}, ${formatCount(of.totalTokens)} tokens in this range.`;
    if (of.id === 'rest') return `${figures} All that has no bar of its own.`;
    if (stack === 'class') return `${figures} Click to ${off ? 'show it' : 'leave it out of the chart'}.`;
    return `${figures} Click to narrow the page to it.`;
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
              <Told text={told(name, s, off)}>
                <button
                  type="button"
                  disabled={s.id === 'rest'}
                  aria-pressed={stack === 'class' ? !off : (search[stack]?.includes(s.id) ?? false)}
                  className={`group flex items-center gap-2 py-0.5 disabled:cursor-default ${off ? 'text-soft line-through' : ''}`}
                  onClick={() => click(s.id)}
                >
                  <Swatch colour={off ? '--line' : stackColour(stack, s.id, s.slot)} />
                  <span className="max-w-48 truncate group-enabled:group-hover:underline group-hover:underline-offset-2">
                    {name}
                  </span>
                  <span className="text-soft">{format(s[total])}</span>
                </button>
              </Told>
            </li>
          );
        })}
    </ul>
  );
}
