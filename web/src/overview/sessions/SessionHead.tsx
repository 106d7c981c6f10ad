import { usePatchSearch, useSearchState } from '../../state.ts';
import type { Column } from './columns.ts';

interface Props {
  readonly columns: readonly Column[];
  /** Absent on a phone, where the columns become one list to sort by. */
  readonly template: string | undefined;
}

/** The head of the table: a click sorts, a second one turns the order round. */
export function SessionHead({ columns, template }: Props) {
  const { sort = 'lastActivity', order = 'desc' } = useSearchState();
  const patch = usePatchSearch();
  if (template === undefined) {
    return (
      <label className="label flex items-center gap-2 border-b pb-2">
        Sorted by
        <select
          className="bg-paper font-semibold text-ink"
          value={sort}
          onChange={(event) => patch({ sort: event.target.value as NonNullable<Column['sort']>, order: undefined })}
        >
          {columns.map(
            (column) =>
              column.sort && (
                <option key={column.id} value={column.sort}>
                  {column.name.toLowerCase()}
                </option>
              ),
          )}
        </select>
      </label>
    );
  }
  return (
    <div role="row" className="label grid gap-x-5 border-b pb-1.5" style={{ gridTemplateColumns: template }}>
      {columns.map((column) => {
        const on = column.sort === sort;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={on ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
            className={column.right ? 'text-right' : ''}
          >
            {column.sort ? (
              <button
                type="button"
                className={`hover:text-ink ${on ? 'font-semibold text-ink' : ''}`}
                onClick={() => patch({ sort: column.sort, order: on && order === 'desc' ? 'asc' : undefined })}
              >
                {column.name}
                {on && <span aria-hidden>{order === 'asc' ? ' ↑' : ' ↓'}</span>}
              </button>
            ) : (
              column.name
            )}
          </div>
        );
      })}
    </div>
  );
}
