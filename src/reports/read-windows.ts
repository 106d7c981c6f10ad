import { QUARTER_MS, type LocalDay } from '../contract/units.ts';
import { localDayOf } from '../lib/zone.ts';
import type { TurnSpan, UsageCell } from '../ledger/ledger.ts';
import { WINDOW_MS, windowsOf, windowStart, type ActivityWindow, type Piece } from './activity-windows.ts';
import type { ReportScope } from './report-scope.ts';
import { cellOfTurn } from './turn-cells.ts';

export interface ReadWindow extends ActivityWindow {
  readonly pieces: readonly Piece[];
}

/**
 * The activity windows of a scope, oldest first, with what is in them. Read from the quarter hours of the rollup: windows
 * begin on the hour, so a quarter lies in one of them, unless a turn is at the very instant at which a window ends.
 */
export async function readWindows(scope: ReportScope): Promise<ReadWindow[]> {
  let pieces = piecesOf(await scope.cells(['quarter', 'session']));
  for (;;) {
    const windows = await timed(scope, windowsOf(pieces));
    const cut = quartersCut(windows);
    if (cut.size === 0) return windows;
    const parts: Piece[][] = [];
    for (const piece of pieces) parts.push(cut.has(piece.startMs) ? await momentsOf(scope, piece) : [piece]);
    pieces = parts.flat();
  }
}

function piecesOf(cells: readonly UsageCell[]): Piece[] {
  const quarters = new Map<number, UsageCell[]>();
  for (const cell of cells) {
    const known = quarters.get(cell.quarter!);
    if (known) known.push(cell);
    else quarters.set(cell.quarter!, [cell]);
  }
  const ascending = [...quarters].sort(([a], [b]) => a - b);
  return ascending.map(([quarter, own]) => ({ startMs: quarter * QUARTER_MS, isMoment: false, cells: own }));
}

/** First and last turn of each window, found in its first and last piece. */
async function timed(scope: ReportScope, windows: readonly (readonly Piece[])[]): Promise<ReadWindow[]> {
  const ends = windows.map((pieces) => ({ pieces, first: pieces[0]!, last: pieces.at(-1)! }));
  const { weekHours: _, ...filter } = scope.filter;
  const spans = ends.flatMap(({ first, last }) => [spanOf(first), spanOf(last)]);
  const times = await scope.reader.turnTimes(spans, filter);
  return ends.map(({ pieces, first, last }, i) => ({
    startMs: windowStart(first),
    firstMs: times[2 * i]?.firstMs ?? first.startMs,
    lastMs: times[2 * i + 1]?.lastMs ?? last.startMs,
    pieces,
  }));
}

const spanOf = ({ startMs, isMoment }: Piece): TurnSpan => ({
  lowMs: startMs,
  highMs: startMs + (isMoment ? 1 : QUARTER_MS),
});

/** Quarters that began a window although their first turn is the last instant of the one before. */
function quartersCut(windows: readonly ReadWindow[]): Set<number> {
  const cut = new Set<number>();
  for (const [i, { firstMs, pieces }] of windows.entries()) {
    const before = windows[i - 1];
    if (before && firstMs === before.startMs + WINDOW_MS && !pieces[0]!.isMoment) cut.add(firstMs);
  }
  return cut;
}

/** The single turns of a quarter hour. */
async function momentsOf(scope: ReportScope, { startMs }: Piece): Promise<Piece[]> {
  const day: LocalDay = localDayOf(scope.zone, startMs);
  const { epochs } = scope.context.prices;
  const moments: Piece[] = [];
  const within = scope.over({ since: day, until: day });
  for await (const turn of within.reader.turns({ ...within.query, order: 'asc' })) {
    const ms = turn.timestampMs;
    if (ms < startMs || ms >= startMs + QUARTER_MS) continue;
    moments.push({ startMs: ms, isMoment: true, cells: [{ ...cellOfTurn(turn, epochs), session: turn.session }] });
  }
  return moments;
}
