import type { FilterOption, FilterOptionsReport } from '../../../src/contract/reports/filter-options.ts';
import { formatWeekHours } from '../format/dates.ts';
import { NO_FILTERS, toggled, type Dimension } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';

/** What narrows the page now, each to be taken away by itself. */
export function ActiveFilters({ options }: { readonly options: FilterOptionsReport['filters'] | undefined }) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const lists: readonly (readonly [Dimension, readonly FilterOption[]])[] = [
    ['project', options?.projects ?? []],
    ['model', options?.models ?? []],
    ['machine', options?.machines ?? []],
    ['member', options?.members ?? []],
    ['team', options?.teams ?? []],
  ];
  const chips = lists.flatMap(([dimension, known]) =>
    (search[dimension] ?? []).map((id) => ({
      key: `${dimension} ${id}`,
      name: known.find((option) => option.id === id)?.name ?? id,
      clear: () => patch({ [dimension]: toggled(search[dimension], id) }),
    })),
  );
  for (const name of search.hour ?? []) {
    const clear = (): void => patch({ hour: toggled(search.hour, name) });
    chips.push({ key: `hour ${name}`, name: formatWeekHours(name), clear });
  }
  if (search.q) chips.push({ key: 'q', name: `“${search.q}”`, clear: () => patch({ q: undefined }) });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="mt-2 flex flex-wrap gap-2 pb-1">
      {chips.map(({ key, name, clear }) => (
        <li key={key} className="flex max-w-full items-center bg-wash text-xs">
          <span className="truncate py-1 pl-2.5">{name}</span>
          <button
            type="button"
            data-print="no"
            aria-label={`Remove ${name}`}
            className="px-2.5 py-1 text-soft hover:text-ink"
            onClick={clear}
          >
            ×
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li data-print="no">
          <button
            type="button"
            className="py-1 text-xs text-soft underline underline-offset-2 hover:text-ink"
            onClick={() => patch(NO_FILTERS)}
          >
            Clear
          </button>
        </li>
      )}
    </ul>
  );
}
