import type { Problem } from '../../ledger/ledger.ts';
import { counted, formatBytes, formatDuration, formatInteger, formatShare } from '../render/figures.ts';
import { printFacts } from '../render/facts.ts';
import { kindText, placeOf } from '../render/problems.ts';
import { renderTable, type Column } from '../render/table.ts';
import { cleanText, shorten, textWidth } from '../render/text-width.ts';
import type { View } from '../render/view.ts';
import { printMachines } from '../render/workspace.ts';
import type { Findings, LedgerFindings, Setting } from './examine.ts';

type Page = Pick<View, 'style' | 'width'>;
const FIRST_SKIPPED = 10;

/** The findings as a page of text. */
export function printFindings(page: Page, findings: Findings, all: boolean): string {
  const { bold, dim } = page.style;
  const head = `${bold('claude-usage')}  ${dim(`${findings.version} · Node ${findings.node} · ${findings.platform}`)}`;
  return [
    head,
    section(page, 'Where it looks', printRoots(page, findings)),
    section(page, 'Ledger', printLedger(page, findings)),
    ...('stats' in findings.ledger ? [section(page, 'Skipped', printSkipped(findings.ledger, all))] : []),
    ...printWorkspace(page, findings).map((body) => section(page, 'Other machines', body)),
    section(page, 'Clock', printClock(page, findings)),
    section(page, 'Configuration', printSettings(page, findings)),
  ].join('\n\n');
}

const section = (page: Page, title: string, body: string): string => `${page.style.bold(title)}\n${body}`;

function printRoots({ style, width }: Page, { roots, unreadable }: Findings): string {
  const line = (mark: string, path: string, note: string): string => {
    const room = Math.max(16, width - textWidth(note) - 4);
    return `${mark} ${shorten(cleanText(path), room)}  ${style.dim(note)}`;
  };
  const looked = roots.map(({ path, found, transcripts }) =>
    found ? line(style.accent('✓'), path, counted(transcripts, 'transcript')) : line(style.dim('–'), path, 'not there'),
  );
  const failed = unreadable.map(({ path, detail }) => line(style.warn('!'), path, `cannot be read: ${detail}`));
  return [...looked, ...failed].join('\n');
}

function printLedger(page: Page, { ledger, ledgerPath }: Findings): string {
  if ('missing' in ledger)
    return printFacts(page, [
      ['Path', ledgerPath],
      ['State', 'not there yet. Run: claude-usage scan'],
    ]);
  if ('failed' in ledger)
    return printFacts(page, [
      ['Path', ledgerPath],
      ['State', ledger.failed],
    ]);
  return printFacts(page, [['Path', ledgerPath], ...ledgerFacts(ledger)]);
}

function ledgerFacts(ledger: LedgerFindings): [string, string][] {
  const { stats, verify } = ledger;
  const perTurn = ledger.bytesPerTurn === null ? '' : `, ${Math.round(ledger.bytesPerTurn)} bytes a turn`;
  const facts: [string, string][] = [
    ['Format', String(ledger.format)],
    ['Size', `${formatBytes(ledger.bytes)}${perTurn}`],
    [
      'Holds',
      `${counted(stats.turns, 'turn')} of ${counted(stats.sessions, 'session')} from ${counted(stats.files, 'transcript')}`,
    ],
    ['Check', ledger.check],
    ['Lock', ledger.held ? 'another process is writing' : 'free'],
  ];
  if (ledger.fastShare !== null) facts.push(['Fast path', `${formatShare(ledger.fastShare)} of assistant lines`]);
  if (stats.unfinalTurns > 0)
    facts.push(['Not final', `${counted(stats.unfinalTurns, 'turn')} without a final output count`]);
  if (stats.legacyTurns > 0)
    facts.push(['Older rows', `${formatInteger(stats.legacyTurns)} from an older dashboard's database`]);
  if (stats.legacyDuplicates > 0)
    facts.push(['Doubled rows', `${formatInteger(stats.legacyDuplicates)} of them are not counted`]);
  if (verify !== null) facts.push(['Recount', verifyText(verify)]);
  return facts;
}

function verifyText({ ok, turns, differences }: NonNullable<LedgerFindings['verify']>): string {
  if (ok) return `${counted(turns, 'turn')} recounted: every rollup is equal`;
  const rows = Object.entries(differences).filter(([, count]) => count > 0);
  return `DIFFERS in ${rows.map(([table, count]) => `${counted(count, 'row')} of ${table}`).join(', ')}`;
}

function printSkipped({ skipped, stats }: LedgerFindings, all: boolean): string {
  if (skipped.length === 0) return 'nothing';
  const shown = all ? skipped : skipped.slice(0, FIRST_SKIPPED);
  const lines = shown.map((problem) => skippedLine(problem));
  const rest = stats.skippedLines + stats.skippedFiles - shown.length;
  if (rest > 0) lines.push(`and ${formatInteger(rest)} more${all ? '' : ': claude-usage doctor --all'}`);
  return lines.join('\n');
}

function skippedLine(problem: Problem): string {
  const detail = problem.detail === '' ? '' : ` (${cleanText(problem.detail)})`;
  return `${placeOf(problem)}: ${kindText(problem.kind)}${detail}`;
}

/** Nothing where nobody shares. */
function printWorkspace(page: Page, { ledger, now }: Findings): string[] {
  if (!('machines' in ledger) || ledger.machines.length === 0) return [];
  return [printMachines(ledger.machines, page, Date.parse(now)).join('\n')];
}

function printClock(page: Page, { now, timezone, clockAheadMs }: Findings): string {
  const facts: [string, string][] = [['Now', `${now} in ${timezone}`]];
  if (clockAheadMs !== null) {
    facts.push(['Warning', `the newest turn lies ${formatDuration(clockAheadMs)} in the future: a clock is wrong`]);
  }
  return printFacts(page, facts);
}

function printSettings(page: Page, { settings, configProblems }: Findings): string {
  const columns: Column<Setting>[] = [
    { title: 'Setting', align: 'left', priority: 100, cell: (s) => s.setting },
    { title: 'Value', align: 'left', priority: 90, min: 12, max: 60, cell: (s) => s.value ?? '' },
    {
      title: 'From',
      align: 'left',
      priority: 80,
      min: 12,
      quiet: true,
      cell: (s) => (s.source === 'default' ? 'default' : s.place),
    },
  ];
  const table = renderTable(
    columns,
    settings.map((row) => ({ kind: 'row', row })),
    page,
  );
  return [table, ...configProblems.map((line) => page.style.warn(`! ${cleanText(line)}`))].join('\n');
}
