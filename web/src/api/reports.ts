import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { AttentionReport } from '../../../src/contract/reports/attention.ts';
import type { FilterOptionsReport } from '../../../src/contract/reports/filter-options.ts';
import type { HeatmapReport } from '../../../src/contract/reports/heatmap.ts';
import type { MachinePairReport } from '../../../src/contract/reports/machine-pair.ts';
import type { MachinePapersReport } from '../../../src/contract/reports/machine-papers.ts';
import type { MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import type { Ranking, RankedReport } from '../../../src/contract/reports/ranked.ts';
import type { RecentSessionsReport } from '../../../src/contract/reports/recent-sessions.ts';
import type { SeriesReport } from '../../../src/contract/reports/series.ts';
import type { SessionShowReport } from '../../../src/contract/reports/session-show.ts';
import type { StatusReport } from '../../../src/contract/reports/status.ts';
import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import { filterParams, type Search } from '../search.ts';
import { getReport, isSample } from './client.ts';

/** One report of the API as a query. Figures on the screen stay until the next ones are there. */
function reportQuery<T>(name: string, params: URLSearchParams) {
  const query = params.toString();
  return queryOptions({
    queryKey: [name, query, isSample()],
    queryFn: ({ signal }) => getReport<T>(query === '' ? name : `${name}?${query}`, signal),
    placeholderData: keepPreviousData,
  });
}

function withFilters(search: Search, extra: Readonly<Record<string, string | undefined>> = {}): URLSearchParams {
  const params = filterParams(search);
  for (const [key, value] of Object.entries(extra)) if (value !== undefined) params.set(key, value);
  return params;
}

export const useSummary = (search: Search) => useQuery(reportQuery<SummaryReport>('summary', withFilters(search)));

export const useSeries = (search: Search) =>
  useQuery(
    reportQuery<SeriesReport>('series', withFilters(search, { bucket: search.bucket, stack: search.stack ?? 'class' })),
  );

export const useRanked = (search: Search, by: Ranking, limit: number) =>
  useQuery(
    reportQuery<RankedReport>('ranked', withFilters(search, { by, sort: search.unit ?? 'cost', limit: String(limit) })),
  );

export const useHeatmap = (search: Search) => useQuery(reportQuery<HeatmapReport>('heatmap', withFilters(search)));

export const useAttention = (search: Search) =>
  useQuery(reportQuery<AttentionReport>('attention', withFilters(search)));

export const useMachineRoom = (search: Search) =>
  useQuery(reportQuery<MachineRoomReport>('machine-room', withFilters(search)));

/**
 * How completely the others are here. Papers move without a new figure, so they are asked for each minute, and sooner
 * while the dashboard's first sync is under way.
 */
export const useMachinePapers = () =>
  useQuery({
    ...reportQuery<MachinePapersReport>('machine-papers', new URLSearchParams()),
    refetchInterval: ({ state }) => (isSyncing(state.data) ? 2_000 : 60_000),
  });

function isSyncing(told: MachinePapersReport | undefined): boolean {
  const workspace = told?.workspace;
  return workspace ? workspace.failure === null && workspace.reached === null : false;
}

export const useMachinePair = (search: Search, left: string, right: string) =>
  useQuery(reportQuery<MachinePairReport>('machine-pair', withFilters(search, { left, right, bucket: search.bucket })));

export const useFilterOptions = () => useQuery(reportQuery<FilterOptionsReport>('filters', new URLSearchParams()));

export const useStatus = () => useQuery(reportQuery<StatusReport>('status', new URLSearchParams()));

export const useSession = (id: string) =>
  useQuery(reportQuery<SessionShowReport>('session/show', new URLSearchParams({ id })));

/** Rows of one page of the session table. */
export const SESSION_PAGE = 60;
export function sessionPageQuery(search: Search, page: number, limit = SESSION_PAGE) {
  const params = withFilters(search, {
    sort: search.sort ?? 'lastActivity',
    order: search.order ?? 'desc',
    limit: String(limit),
    offset: String(page * limit),
  });
  return reportQuery<RecentSessionsReport>('recent-sessions', params);
}
