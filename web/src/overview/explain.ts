import type { RankedReport } from '../../../src/contract/reports/ranked.ts';
import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import type { Unit } from '../search.ts';
import { formatCount, formatShare, formatUsd, plural } from '../format/numbers.ts';

/** How each figure is made, over what, and what it misses: the words behind the numbers. */
export function explainCost({ totals, coverage, meta }: SummaryReport): string {
  const unpriced = coverage.unpricedModels.map((m) => m.model).join(', ');
  const misses =
    totals.unpricedTokens === 0
      ? 'Every model in range has a price.'
      : `Not in it: ${formatCount(totals.unpricedTokens)} tokens of ${unpriced}, which have no price.`;
  return `Each turn's tokens at the list price of its model and day, table of ${meta.priceTable}, added exactly and rounded once. Not what a subscription bills. ${misses}`;
}

export function explainTokens({ coverage }: SummaryReport): string {
  return `Input, output, cache writes and cache reads of every turn in range. ${skipped(coverage.skippedLines)}`;
}

export function explainTurns({ coverage }: SummaryReport): string {
  const open = coverage.unfinalTurns;
  const text = 'A turn is one response of the model, counted once however often it was written or copied.';
  return open === 0 ? text : `${text} ${plural(open, 'turn')} ended before the output count was final.`;
}

export function explainSessions({ meta }: SummaryReport): string {
  return `Sessions with at least one turn in range, by days in ${meta.timezone}. A resumed session counts once.`;
}

export function explainHitRate(): string {
  return 'Cache reads as a part of everything sent: cache reads, cache writes and input. Cached context costs a tenth.';
}

/** A row of a ranking in full: its figures, what its share is of, and what its cost misses. */
export function explainRow(row: RankedReport['ranked']['rows'][number], unit: Unit): string {
  const share = unit === 'cost' ? row.costShare : row.tokenShare;
  const figures = [formatUsd(row.cost), `${formatCount(row.tokens)} tokens`, plural(row.turns, 'turn')];
  const part = `${formatShare(share)} of the ${unit === 'cost' ? 'cost' : 'tokens'} of the range and its filters.`;
  const misses = row.unpricedTokens === 0 ? '' : ` ${formatCount(row.unpricedTokens)} tokens have no price.`;
  return `${row.name}: ${figures.join(', ')} in ${plural(row.sessions, 'session')}; ${part}${misses}`;
}

function skipped(lines: number): string {
  return lines === 0
    ? 'No line was skipped.'
    : `${plural(lines, 'line')} could not be read; claude-usage doctor names them.`;
}
