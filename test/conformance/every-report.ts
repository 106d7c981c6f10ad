import type { FilterInput } from '../../src/contract/filters.ts';
import { EXPORT_TYPES } from '../../src/contract/reports/export.ts';
import { attention } from '../../src/reports/attention.ts';
import { blocks } from '../../src/reports/blocks.ts';
import { compatData } from '../../src/reports/compat/data.ts';
import { daily } from '../../src/reports/daily.ts';
import { exportRows } from '../../src/reports/export-rows.ts';
import { filterOptions } from '../../src/reports/filter-options.ts';
import { heatmap } from '../../src/reports/heatmap.ts';
import { machinePair } from '../../src/reports/machine-pair.ts';
import { machineRoom } from '../../src/reports/machine-room.ts';
import { machines } from '../../src/reports/machines.ts';
import { models } from '../../src/reports/models.ts';
import { monthly } from '../../src/reports/monthly.ts';
import { projects } from '../../src/reports/projects.ts';
import { ranked } from '../../src/reports/ranked.ts';
import { recentSessions } from '../../src/reports/recent-sessions.ts';
import type { ReportContext } from '../../src/reports/report-context.ts';
import { series } from '../../src/reports/series.ts';
import { session } from '../../src/reports/session.ts';
import { sessionShow } from '../../src/reports/session-show.ts';
import { stats } from '../../src/reports/stats.ts';
import { summary } from '../../src/reports/summary.ts';
import { today } from '../../src/reports/today.ts';
import { week } from '../../src/reports/week.ts';
import { weekly } from '../../src/reports/weekly.ts';

type Ask = (context: ReportContext, filter: FilterInput) => Promise<unknown>;

/** Every report there is, as a function of a context and a filter. */
export const everyReport = {
  daily,
  weekly,
  monthly,
  session,
  projects,
  models,
  machines,
  today: async (c, f) => today(c, withoutRange(f)),
  week: async (c, f) => week(c, withoutRange(f)),
  stats,
  blocks,
  'blocks, the active one': async (c, f) => blocks(c, { ...withoutRange(f), active: true }),
  'session show': async (c, f) => {
    const rows = (await session(c, f)).session.slice(0, 3);
    return Promise.all(rows.map((row) => sessionShow(c, row.sessionId, { timezone: f.timezone })));
  },
  export: async (c, f) => Promise.all(EXPORT_TYPES.map((type) => collect(exportRows(c, type, f)))),
  summary,
  'series by class': async (c, f) => series(c, f),
  'series by hour and model': async (c, f) =>
    series(c, { ...f, range: '7d', since: undefined, until: undefined, bucket: 'hour', stack: 'model', limit: 2 }),
  'series by week and project': async (c, f) => series(c, { ...f, bucket: 'week', stack: 'project', limit: 1 }),
  'ranked projects': async (c, f) => ranked(c, { ...f, by: 'project', limit: 2 }),
  'ranked models': async (c, f) => ranked(c, { ...f, by: 'model', sort: 'tokens', limit: 3 }),
  heatmap,
  'recent sessions': async (c, f) => recentSessions(c, { ...f, limit: 2, offset: 1 }),
  'sessions by cost': async (c, f) => recentSessions(c, { ...f, sort: 'cost', limit: 3 }),
  attention,
  filters: filterOptions,
  'machine room': machineRoom,
  'machine pair': async (c, f) => {
    const [left, right] = [...(await c.reader.machines())].sort((a, b) => (a.name < b.name ? -1 : 1));
    return left && right ? machinePair(c, { ...f, left: left.name, right: right.name }) : 'one machine';
  },
  '/api/data': async (c) => compatData(c),
} satisfies Record<string, Ask>;

export type ReportName = keyof typeof everyReport;

function withoutRange(filter: FilterInput): FilterInput {
  return { ...filter, range: undefined, since: undefined, until: undefined };
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
