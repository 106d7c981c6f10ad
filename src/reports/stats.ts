import type { FilterInput } from '../contract/filters.ts';
import type { StatsReport } from '../contract/reports/stats.ts';
import { formatLocalDay, type LocalDay } from '../contract/units.ts';
import { addDays } from './calendar.ts';
import { envelopeOf } from './envelope.ts';
import { costOf, roundUsd, tokensOf } from './fold.ts';
import { modelRowsOf } from './model-rows.ts';
import { projectRowsOf } from './project-rows.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';

const TOP_PROJECTS = 5;
const RECENT_DAYS = 30;

/** All time, unless a range is given: the short summary, by model, and the dearest projects. */
export async function stats(context: ReportContext, options: FilterInput = {}): Promise<StatsReport> {
  const scope = await openScope(context, options);
  const cells = await scope.cells(['day']);
  const byModel = scope.newFold<string>();
  byModel.addAll(cells, (cell) => byModel.modelOf(cell.classId));
  const byProject = await scope.fold(['project'], (cell) => cell.project!);
  const machines = await scope.reader.sessionCounts({ ...scope.query, by: ['machine'] });
  const days = new Set(cells.map((cell) => cell.day!));
  return {
    stats: {
      firstDay: days.size === 0 ? null : formatLocalDay(extreme(days, Math.min)),
      lastDay: days.size === 0 ? null : formatLocalDay(extreme(days, Math.max)),
      activeDays: days.size,
      projects: [...byProject.keys()].length,
      machines: machines.length,
      last30Days: await recentOf(scope),
    },
    models: await modelRowsOf(scope, byModel),
    projects: (await projectRowsOf(scope, byProject)).slice(0, TOP_PROJECTS),
    ...(await envelopeOf(scope, byModel)),
  };
}

async function recentOf(scope: ReportScope): Promise<StatsReport['stats']['last30Days']> {
  const recent = scope.over({ since: addDays(scope.today, 1 - RECENT_DAYS), until: scope.today });
  const total = (await recent.fold([], () => 0)).total();
  const [cost, tokens] = [costOf(total), tokensOf(total)];
  return { cost, tokens, costPerDay: roundUsd(cost / RECENT_DAYS), tokensPerDay: tokens / RECENT_DAYS };
}

function extreme(days: Iterable<LocalDay>, pick: (a: number, b: number) => number): LocalDay {
  return [...days].reduce((a, b) => pick(a, b) as LocalDay);
}
