import { useQueries } from '@tanstack/react-query';
import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { useLive } from '../../api/live.ts';
import { SESSION_PAGE, sessionPageQuery } from '../../api/reports.ts';
import type { Search } from '../../search.ts';

export interface SessionRows {
  /** Undefined until the first page is there. */
  readonly total: number | undefined;
  /** Undefined while the row is on its way. */
  readonly rowAt: (index: number) => SessionListRow | undefined;
  readonly zone: string;
  readonly error: Error | null;
  readonly refetch: () => void;
  /** Newer figures wait for the reader to come back to the top. */
  readonly newer: boolean;
}

/**
 * The pages under the rows on the screen. While the reader has scrolled into the list (`held`), pages that are
 * there stay as they are: new turns would move what is being read.
 */
export function useSessionRows(
  search: Search,
  span: { readonly first: number; readonly last: number },
  held: boolean,
): SessionRows {
  const { revision } = useLive();
  const first = Math.max(0, Math.floor(span.first / SESSION_PAGE));
  const last = Math.max(first, Math.floor(span.last / SESSION_PAGE));
  const pages = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const results = useQueries({
    queries: pages.map((page) => ({
      ...sessionPageQuery(search, page),
      enabled: (query: { state: { data: unknown } }) => !held || query.state.data === undefined,
    })),
  });
  const data = results.map((result) => result.data);
  const known = data.find((page) => page !== undefined);
  return {
    total: known?.total,
    rowAt: (index) => data[Math.floor(index / SESSION_PAGE) - first]?.sessions[index % SESSION_PAGE],
    zone: known?.meta.timezone ?? 'UTC',
    error: results.find((result) => result.isError)?.error ?? null,
    refetch: () => results.forEach((result) => void result.refetch()),
    newer: held && known !== undefined && revision !== null && known.revision !== revision,
  };
}
