import { z } from 'zod';
import { filterQuery } from './filters.ts';
import { attentionQuery, attentionReport } from './reports/attention.ts';
import { blocksQuery, blocksReport } from './reports/blocks.ts';
import { compatData, compatSessionDetail } from './reports/compat.ts';
import { dailyReport } from './reports/daily.ts';
import { EXPORT_TYPES } from './reports/export.ts';
import { filterOptionsQuery, filterOptionsReport } from './reports/filter-options.ts';
import { healthReport } from './reports/health.ts';
import { heatmapQuery, heatmapReport } from './reports/heatmap.ts';
import {
  machineChangeReport,
  mergeMachineQuery,
  renameMachineQuery,
  retireMachineQuery,
} from './reports/machine-change.ts';
import { machinePairQuery, machinePairReport } from './reports/machine-pair.ts';
import { machinePapersReport } from './reports/machine-papers.ts';
import { machineRoomQuery, machineRoomReport } from './reports/machine-room.ts';
import { machinesReport } from './reports/machines.ts';
import { modelsReport } from './reports/models.ts';
import { monthlyReport } from './reports/monthly.ts';
import { projectsReport } from './reports/projects.ts';
import { rankedQuery, rankedReport } from './reports/ranked.ts';
import { recentSessionsQuery, recentSessionsReport } from './reports/recent-sessions.ts';
import { reportQuery } from './reports/report-query.ts';
import { rescanReport } from './reports/rescan.ts';
import { seriesQuery, seriesReport } from './reports/series.ts';
import { sessionShowReport } from './reports/session-show.ts';
import { sessionReport } from './reports/session.ts';
import { statsReport } from './reports/stats.ts';
import { statusReport } from './reports/status.ts';
import { summaryQuery, summaryReport } from './reports/summary.ts';
import { todayReport } from './reports/today.ts';
import { weekReport } from './reports/week.ts';
import { weeklyReport } from './reports/weekly.ts';
import { plainRoute, reportRoute } from './route.ts';

const JSON_DOCUMENT = { json: z.record(z.string(), z.unknown()) };
const PLAIN_TEXT = { text: 'text/plain; charset=utf-8' };
const CSV = { text: 'text/csv; charset=utf-8' };
const sessionId = z.string().min(1).max(200);

/** Every report, at /api/v1/<name>: what the page calls and what scripts may rely on. */
export const REPORT_ROUTES = {
  daily: reportRoute('daily', 'Usage by local day', reportQuery, dailyReport),
  weekly: reportRoute('weekly', 'Usage by week', reportQuery, weeklyReport),
  monthly: reportRoute('monthly', 'Usage by month', reportQuery, monthlyReport),
  session: reportRoute('session', 'Usage by session', reportQuery, sessionReport),
  'session/show': reportRoute(
    'session/show',
    'One session, turn by turn',
    filterQuery
      .pick({ timezone: true })
      .extend({ id: sessionId.describe('Session id, or an unambiguous start of one') }),
    sessionShowReport,
    { errors: ['not-found'] },
  ),
  projects: reportRoute('projects', 'Usage by project', reportQuery, projectsReport),
  machines: reportRoute('machines', 'Usage by machine', reportQuery, machinesReport),
  models: reportRoute('models', 'Usage by model', reportQuery, modelsReport),
  today: reportRoute('today', 'The current local day by model', reportQuery, todayReport),
  week: reportRoute('week', 'The last seven local days, and by model', reportQuery, weekReport),
  stats: reportRoute('stats', 'All time in short', reportQuery, statsReport),
  blocks: reportRoute(
    'blocks',
    'Five-hour activity windows, derived from the log',
    blocksQuery.extend({ active: z.stringbool().optional() }),
    blocksReport,
    { freshness: 'minute' },
  ),
  summary: reportRoute(
    'summary',
    'The figures of a range beside the previous equal period',
    summaryQuery,
    summaryReport,
  ),
  series: reportRoute('series', 'Usage over time, stacked', seriesQuery, seriesReport),
  ranked: reportRoute('ranked', 'The largest projects, models or machines', rankedQuery, rankedReport),
  heatmap: reportRoute('heatmap', 'Usage by weekday and hour', heatmapQuery, heatmapReport),
  'recent-sessions': reportRoute(
    'recent-sessions',
    'Sessions, sorted and by page',
    recentSessionsQuery,
    recentSessionsReport,
  ),
  attention: reportRoute('attention', 'What deserves a look', attentionQuery, attentionReport),
  'machine-room': reportRoute(
    'machine-room',
    'Every machine: its figures, its days, how well it is known',
    machineRoomQuery,
    machineRoomReport,
  ),
  'machine-pair': reportRoute('machine-pair', 'Two machines side by side', machinePairQuery, machinePairReport),
  filters: reportRoute('filters', 'What there is to filter by', filterOptionsQuery, filterOptionsReport, {
    keyedBy: ['timezone'],
  }),
} as const;

/** Routes about the program itself, and those that programs around the older dashboards already call. */
export const OTHER_ROUTES = {
  status: reportRoute('status', 'What was read and from where', z.object({}), statusReport, { freshness: 'always' }),
  machinePapers: reportRoute(
    'machine-papers',
    'How completely the other machines are here, by their papers in the workspace',
    z.object({}),
    machinePapersReport,
    { freshness: 'always' },
  ),
  renameMachine: machineRoute('rename', 'Gives a machine another name on this machine', renameMachineQuery),
  mergeMachine: machineRoute('merge', 'Counts a machine as another one', mergeMachineQuery),
  retireMachine: machineRoute('retire', 'Marks a machine as out of use', retireMachineQuery),
  events: plainRoute(
    '/api/v1/events',
    'Server-sent events: `revision` (revisionEvent) and `scan` (scanEvent)',
    {
      text: 'text/event-stream',
    },
    { errors: ['server-busy'] },
  ),
  openapi: plainRoute('/api/v1/openapi.json', 'This description', JSON_DOCUMENT),
  data: plainRoute(
    '/api/data',
    'Everything at once, for programs around the older dashboards',
    { json: compatData },
    {
      freshness: 'day',
    },
  ),
  sessionDetail: plainRoute(
    '/api/session',
    'One session, for programs around the older dashboards',
    { json: compatSessionDetail },
    {
      query: z.object({ session_id: sessionId }),
      freshness: 'day',
      errors: ['not-found'],
    },
  ),
  health: plainRoute('/api/health', 'Whether the ledger answers and the last scan went well', { json: healthReport }),
  rescan: plainRoute(
    '/api/rescan',
    'Reads what is new; deletes nothing, ever',
    { json: rescanReport },
    {
      method: 'POST',
      query: z.object({ full: z.stringbool().optional().describe('Read every transcript again from its start') }),
    },
  ),
  todayCost: plainRoute('/api/text/today-cost', 'US dollars of the local day, two decimals', PLAIN_TEXT, {
    freshness: 'day',
  }),
  monthCost: plainRoute('/api/text/month-cost', 'US dollars of the local month, two decimals', PLAIN_TEXT, {
    freshness: 'day',
  }),
  activeSessions: plainRoute('/api/text/active-sessions', 'Sessions with a turn in the last five hours', PLAIN_TEXT, {
    freshness: 'minute',
  }),
  budgetPct: plainRoute('/api/text/budget-pct', 'Per cent of the monthly budget used; 0 without a budget', PLAIN_TEXT, {
    freshness: 'day',
  }),
  exportJson: plainRoute('/api/export.json', 'Everything, as a file', JSON_DOCUMENT, {
    query: z.strictObject(filterQuery.shape),
  }),
  exportCsv: plainRoute('/api/export.csv', 'Rows of one type, as a file', CSV, {
    query: z.strictObject(filterQuery.extend({ type: z.enum(EXPORT_TYPES).default('daily') }).shape),
  }),
  metrics: plainRoute(
    '/metrics',
    'Prometheus metrics',
    { text: 'text/plain; version=0.0.4; charset=utf-8' },
    { freshness: 'minute' },
  ),
} as const;

/** A change of what is said of a machine. Needs the page's origin and token. */
function machineRoute<Q extends z.ZodRawShape>(verb: string, summary: string, query: z.ZodObject<Q>) {
  return plainRoute(
    `/api/v1/machines/${verb}`,
    `${summary}; touches no turn`,
    { json: machineChangeReport },
    { method: 'POST', query, errors: ['not-found'] },
  );
}

export const ROUTES = { ...REPORT_ROUTES, ...OTHER_ROUTES };

export type ReportName = keyof typeof REPORT_ROUTES;
/** A report's query as its function gets it: lists are lists, defaults are set. */
export type ReportQuery<N extends ReportName> = z.output<(typeof REPORT_ROUTES)[N]['query']>;
export type ReportResponse<N extends ReportName> = z.output<(typeof REPORT_ROUTES)[N]['body']['json']>;
