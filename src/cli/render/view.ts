import type { Coverage, Meta } from '../../contract/reports/usage-row.ts';
import { counted, formatCount, formatMoney, type Currency } from './figures.ts';
import type { Style } from './style.ts';
import { cleanText, wrapText } from './text-width.ts';

/** How a report is to look. */
export interface View {
  /** Terminal cells in a line; Infinity for none. */
  readonly width: number;
  readonly style: Style;
  readonly currency: Currency;
  /** Show the models of each row. */
  readonly breakdown: boolean;
}

/** `Daily usage   2026-11-01 to 2026-11-22 · Europe/Prague`. */
export function heading(
  view: View,
  title: string,
  meta: Pick<Meta, 'since' | 'until' | 'timezone'>,
  more = '',
): string {
  const details = [more, rangeText(meta), meta.timezone].filter((part) => part !== '').join(' · ');
  return `${view.style.bold(title)}  ${view.style.dim(details)}`;
}

function rangeText({ since, until }: Pick<Meta, 'since' | 'until'>): string {
  if (since !== null && since === until) return since;
  if (since !== null && until !== null) return `${since} to ${until}`;
  if (since !== null) return `from ${since}`;
  return until === null ? 'all time' : `up to ${until}`;
}

/** The cost of figures; `+` says that something in it has no price, `n/a` that nothing has one. */
export function costText(
  view: View,
  row: { readonly totalCost: number; readonly totalTokens: number; readonly unpricedTokens: number },
): string {
  if (row.unpricedTokens === 0) return formatMoney(row.totalCost, view.currency);
  if (row.totalCost === 0 && row.unpricedTokens === row.totalTokens) return 'n/a';
  return `${formatMoney(row.totalCost, view.currency)}+`;
}

/** What the figures above do not hold, a line each; empty when they hold everything. */
export function coverageNotes(view: View, coverage: Coverage): string[] {
  const notes: string[] = [];
  const { unpricedModels: unpriced, silentMachines: silent } = coverage;
  if (unpriced.length > 0) {
    const models = unpriced
      .slice(0, 3)
      .map(({ model, tokens }) => `${cleanText(model)} (${formatCount(tokens)} tokens)`);
    const more = unpriced.length > 3 ? ` and ${unpriced.length - 3} more` : '';
    notes.push(`No price is known for ${models.join(', ')}${more}: not in the cost. See: claude-usage prices check`);
  }
  const skipped = [
    ...(coverage.skippedLines > 0 ? [counted(coverage.skippedLines, 'line')] : []),
    ...(coverage.skippedFiles > 0 ? [counted(coverage.skippedFiles, 'file or folder', 'files or folders')] : []),
  ];
  if (skipped.length > 0) notes.push(`Not readable: ${skipped.join(' and ')}. See: claude-usage doctor`);
  if (coverage.unfinalTurns > 0) {
    notes.push(
      `${counted(coverage.unfinalTurns, 'turn')} without a final output count in the log: the true one may be higher.`,
    );
  }
  for (const { machine, since } of silent) {
    notes.push(`Nothing from ${cleanText(machine)} since ${since.slice(0, 10)}.`);
  }
  for (const { machine, missingParts } of coverage.incompleteMachines) {
    notes.push(
      `${counted(missingParts, 'part')} of ${cleanText(machine)} not here yet. See: claude-usage workspace status`,
    );
  }
  if (coverage.legacyDuplicates > 0) {
    notes.push(`${counted(coverage.legacyDuplicates, 'row')} of an older database look doubled and are not counted.`);
  }
  return notes.map((note) => view.style.dim(wrapText(note, view.width)));
}
