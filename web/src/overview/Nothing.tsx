import type { FilterOptionsReport } from '../../../src/contract/reports/filter-options.ts';
import { formatRange } from '../format/dates.ts';
import { NO_FILTERS } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';

/** The range and filters hold no turn: what the ledger does hold, and the way there. */
export function Nothing({ options }: { readonly options: FilterOptionsReport['filters'] | undefined }) {
  const { model, project, machine, member, team, hour, q } = useSearchState();
  const patch = usePatchSearch();
  const filtered = Boolean(model ?? project ?? machine ?? member ?? team ?? hour ?? q);
  const held = options?.firstDay && options.lastDay ? formatRange(options.firstDay, options.lastDay) : undefined;
  return (
    <p data-testid="nothing" className="mt-6 border-l-2 border-accent pl-3 text-sm">
      No turn in this range{filtered ? ' matches the filters' : ''}.{' '}
      {held !== undefined && `The ledger holds ${held}. `}
      <button
        type="button"
        className="underline underline-offset-2"
        onClick={() =>
          filtered ? patch(NO_FILTERS) : patch({ range: 'all', since: undefined, until: undefined, bucket: undefined })
        }
      >
        {filtered ? 'Take the filters away' : 'Show all of it'}
      </button>
    </p>
  );
}
