import type { ReportName, ReportQuery, ReportResponse } from '../contract/routes.ts';
import { attention } from '../reports/attention.ts';
import { blocks } from '../reports/blocks.ts';
import { daily } from '../reports/daily.ts';
import { filterOptions } from '../reports/filter-options.ts';
import { heatmap } from '../reports/heatmap.ts';
import { machinePair } from '../reports/machine-pair.ts';
import { machineRoom } from '../reports/machine-room.ts';
import { machines } from '../reports/machines.ts';
import { models } from '../reports/models.ts';
import { monthly } from '../reports/monthly.ts';
import { projects } from '../reports/projects.ts';
import { ranked } from '../reports/ranked.ts';
import { recentSessions } from '../reports/recent-sessions.ts';
import type { ReportContext } from '../reports/report-context.ts';
import { series } from '../reports/series.ts';
import { sessionShow } from '../reports/session-show.ts';
import { session } from '../reports/session.ts';
import { stats } from '../reports/stats.ts';
import { summary } from '../reports/summary.ts';
import { today } from '../reports/today.ts';
import { week } from '../reports/week.ts';
import { weekly } from '../reports/weekly.ts';

/** For each route of a report, the function that makes it. A report without a function does not compile. */
export type ReportTable = {
  readonly [N in ReportName]: (context: ReportContext, query: ReportQuery<N>) => Promise<ReportResponse<N>>;
};

export const REPORTS: ReportTable = {
  daily,
  weekly,
  monthly,
  session,
  'session/show': (context, { id, ...options }) => sessionShow(context, id, options),
  projects,
  machines,
  models,
  today,
  week,
  stats,
  blocks,
  summary,
  series,
  ranked,
  heatmap,
  'recent-sessions': recentSessions,
  attention,
  'machine-room': machineRoom,
  'machine-pair': machinePair,
  filters: filterOptions,
};
