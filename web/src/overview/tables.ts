/** The tables of the overview as text: raw values for a spreadsheet, the written ones for a paper. */
import type { RankedReport } from '../../../src/contract/reports/ranked.ts';
import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import { csvText, markdownText } from '../export/table-text.ts';
import { formatCount, formatShare, formatUsd } from '../format/numbers.ts';
import { CLASS_NAME } from '../theme/colours.ts';

type Ranked = RankedReport['ranked'];
type Split = SummaryReport['summary']['split'];

/** Every row that is on the screen, and the rest as one. */
export function rankedCsv({ by, rows, rest }: Ranked): string {
  const head = [by, 'id', 'cost', 'costShare', 'tokens', 'tokenShare', 'turns', 'sessions', 'unpricedTokens'];
  const lines = rows.map((r) => [
    ...[r.name, r.id, r.cost, r.costShare, r.tokens, r.tokenShare, r.turns, r.sessions, r.unpricedTokens],
  ]);
  const others = rest === null ? [] : [[`${rest.rows} more`, null, ...restFigures(rest), null, null]];
  return csvText(head, [...lines, ...others]);
}

export function rankedMarkdown({ by, rows, rest }: Ranked): string {
  const figures = (r: Ranked['rows'][number] | NonNullable<Ranked['rest']>): string[] => [
    formatUsd(r.cost),
    formatShare(r.costShare),
    formatCount(r.tokens),
    formatCount(r.turns),
  ];
  const lines = rows.map((r) => [r.name, ...figures(r)]);
  const others = rest === null ? [] : [[`${rest.rows} more`, ...figures(rest)]];
  const title = by.charAt(0).toUpperCase() + by.slice(1);
  return markdownText([title, 'Cost', 'Share', 'Tokens', 'Turns'], 1, [...lines, ...others]);
}

const restFigures = (r: NonNullable<Ranked['rest']>): number[] => [
  ...[r.cost, r.costShare, r.tokens, r.tokenShare, r.turns],
];

export function splitCsv(rows: Split): string {
  return csvText(
    ['class', 'tokens', 'tokenShare', 'cost', 'costShare'],
    rows.map((r) => [r.class, r.tokens, r.tokenShare, r.cost, r.costShare]),
  );
}

export function splitMarkdown(rows: Split): string {
  return markdownText(
    ['Class', 'Tokens', 'Share', 'Cost', 'Share'],
    1,
    rows.map((r) => [
      ...[CLASS_NAME[r.class], formatCount(r.tokens), formatShare(r.tokenShare)],
      ...[formatUsd(r.cost), formatShare(r.costShare)],
    ]),
  );
}
