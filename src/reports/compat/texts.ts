import { formatLocalDay } from '../../contract/units.ts';
import { localDayOf } from '../../lib/zone.ts';
import { models } from '../models.ts';
import type { ReportContext } from '../report-context.ts';
import { session } from '../session.ts';

/** A session counts as active for so long after its last turn. */
const ACTIVE_MS = 5 * 3_600_000;

/** US dollars of the current local day, two decimals. */
export async function todayCostText(context: ReportContext): Promise<string> {
  return (await models(context, { range: 'today' })).totals.totalCost.toFixed(2);
}

/** US dollars of the current local month, two decimals. */
export async function monthCostText(context: ReportContext): Promise<string> {
  return (await models(context, { range: 'month' })).totals.totalCost.toFixed(2);
}

/** Number of sessions with a turn in the last five hours. */
export async function activeSessionsText(context: ReportContext): Promise<string> {
  const sinceMs = context.nowMs - ACTIVE_MS;
  const since = formatLocalDay(localDayOf(context.zone, sinceMs));
  const { session: rows } = await session(context, { since });
  return String(rows.filter((row) => Date.parse(row.lastActivity) > sinceMs).length);
}

/** Whole per cent of the monthly budget that the local month has used; `0` without a budget. */
export async function budgetPercentText(context: ReportContext, monthlyUsd: number | undefined): Promise<string> {
  if (monthlyUsd === undefined || monthlyUsd <= 0) return '0';
  const { totals } = await models(context, { range: 'month' });
  return String(Math.round((totals.totalCost / monthlyUsd) * 100));
}
