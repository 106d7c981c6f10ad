import type { BlockRow, BlocksOptions, BlocksReport } from '../contract/reports/blocks.ts';
import { dayStartMs } from '../lib/zone.ts';
import { WINDOW_MS, isActive, type ActivityWindow } from './activity-windows.ts';
import { addDays } from './calendar.ts';
import { envelopeOf, isoOf } from './envelope.ts';
import { roundUsd, type UsageFold } from './fold.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { readWindows } from './read-windows.ts';
import { anchorDay } from './window-anchor.ts';

const MINUTE_MS = 60_000;
/** A rate over less says nothing about the hours to come. */
const LEAST_MINUTES = 1;

/**
 * Five-hour activity windows with a turn in range, oldest first. Where a window begins follows from all turns before
 * it; its figures hold the turns in range. Throws `usage` as `openScope` does.
 */
export async function blocks(context: ReportContext, options: BlocksOptions = {}): Promise<BlocksReport> {
  let scope = await openScope(context, options);
  if (options.active) scope = scope.over({ since: addDays(scope.today, -1), until: undefined });
  const { fold, sessions } = await windowsIn(scope);
  const windows = [...fold.keys()].filter((w) => !options.active || isActive(w, context.nowMs));
  if (options.order === 'desc') windows.reverse();
  return {
    blocks: windows.map((w) => blockRowOf(w, fold, sessions.get(w)!.size, context.nowMs)),
    derived: true,
    ...(await envelopeOf(scope, fold)),
  };
}

interface Windows {
  readonly fold: UsageFold<ActivityWindow>;
  readonly sessions: ReadonlyMap<ActivityWindow, ReadonlySet<number>>;
}

/** The windows with a turn in range. */
async function windowsIn(scope: ReportScope): Promise<Windows> {
  const { since, until } = scope.range;
  const sinceMs = since === undefined ? -Infinity : dayStartMs(scope.zone, since);
  const start = since === undefined ? undefined : await anchorDay(scope, since);
  const windows = await readWindows(scope.over({ since: start, until }));
  const fold = scope.newFold<ActivityWindow>();
  const sessions = new Map<ActivityWindow, Set<number>>();
  for (const window of windows) {
    const cells = window.pieces.flatMap((piece) => (piece.startMs < sinceMs ? [] : piece.cells));
    if (cells.length === 0) continue;
    fold.addAll(cells, () => window);
    sessions.set(window, new Set(cells.map((cell) => cell.session!)));
  }
  return { fold, sessions };
}

function blockRowOf(
  window: ActivityWindow,
  fold: UsageFold<ActivityWindow>,
  sessions: number,
  nowMs: number,
): BlockRow {
  const row = fold.row(window, sessions);
  const active = isActive(window, nowMs);
  const endMs = window.startMs + WINDOW_MS;
  const minutes = (window.lastMs - window.firstMs) / MINUTE_MS;
  const rate =
    active && minutes >= LEAST_MINUTES ? { tokens: row.totalTokens / minutes, cost: row.totalCost / minutes } : null;
  const remaining = Math.max(0, (endMs - nowMs) / MINUTE_MS);
  return {
    id: isoOf(window.startMs),
    startTime: isoOf(window.startMs),
    endTime: isoOf(endMs),
    firstActivity: isoOf(window.firstMs),
    lastActivity: isoOf(window.lastMs),
    isActive: active,
    ...row,
    burnRate: rate && { tokensPerMinute: rate.tokens, costPerHour: roundUsd(rate.cost * 60) },
    projection: rate && {
      totalTokens: Math.round(row.totalTokens + rate.tokens * remaining),
      totalCost: roundUsd(row.totalCost + rate.cost * remaining),
      remainingMinutes: Math.round(remaining),
    },
  };
}
