import type { CostState, SessionShowReport, SessionTurn } from '../../contract/reports/session-show.ts';
import { formatCount, formatInteger, formatMoney } from './figures.ts';
import { printFacts } from './facts.ts';
import { formatLocalClock, formatLocalMoment, formatLocalTime } from './local-time.ts';
import { shortModel } from './names.ts';
import { renderTable, type Column } from './table.ts';
import { costText, type View } from './view.ts';

/** One session: what it was, its turns, its tools and its sub-agents. */
export function printSession(view: View, report: SessionShowReport): string {
  const { session, meta } = report;
  const parts = [
    `${view.style.bold('Session')}  ${view.style.dim(session.sessionId)}`,
    '',
    printFacts(view, factsOf(view, report)),
    '',
    renderTable(
      turnColumns(view, meta.timezone, report.turns),
      report.turns.map((row) => ({ kind: 'row', row })),
      view,
    ),
  ];
  if (report.tools.length > 0)
    parts.push(
      '',
      shareTable(view, 'Tool', report.tools, (t) => t.tool),
    );
  if (report.agents.length > 0)
    parts.push(
      '',
      shareTable(view, 'Sub-agent', report.agents, (a) => a.agentId),
    );
  return parts.join('\n');
}

function factsOf(view: View, { session: s, meta, costState }: SessionShowReport): [string, string][] {
  const time = (iso: string): string => formatLocalTime(meta.timezone, iso);
  const facts: [string, string][] = [
    ['Title', s.title],
    ['Project', s.project],
    ['Branch', s.branch],
    ['Machine', s.machine],
    ['From', `${time(s.firstActivity)} to ${time(s.lastActivity)} (${meta.timezone})`],
    ['Used', `${formatCount(s.totalTokens)} tokens in ${formatInteger(s.turns)} turns, ${costText(view, s)}`],
    ['Claude Code said', costState ? toldText(view, costState) : ''],
  ];
  return facts.filter(([, value]) => value !== '');
}

function toldText(view: View, { told, notInTranscripts }: CostState): string {
  const all = formatMoney(told.cost, view.currency);
  if (notInTranscripts.cost <= 0) return all;
  return `${all}, of which ${formatMoney(notInTranscripts.cost, view.currency)} stand in no transcript line`;
}

function turnColumns(view: View, zone: string, turns: readonly SessionTurn[]): Column<SessionTurn>[] {
  const count = (title: string, priority: number, of: (turn: SessionTurn) => number): Column<SessionTurn> => ({
    title,
    align: 'right',
    priority,
    cell: (turn) => formatCount(of(turn)),
  });
  const days = new Set(turns.map((turn) => formatLocalTime(zone, turn.timestamp).slice(0, 10)));
  const timeOf = days.size > 1 ? formatLocalMoment : formatLocalClock;
  const columns: Column<SessionTurn>[] = [
    { title: 'Time', align: 'left', priority: 100, cell: (t) => timeOf(zone, t.timestamp) },
    {
      title: 'Model',
      align: 'left',
      priority: 60,
      min: 10,
      max: 20,
      cell: (t) => shortModel(t.model) + (t.fast ? ' fast' : ''),
    },
    { title: 'Tools', align: 'left', priority: 20, min: 10, max: 30, quiet: true, cell: (t) => t.tools.join(', ') },
    count('Input', 50, (t) => t.inputTokens),
    count('Output', 70, (t) => t.outputTokens),
    count('Cache write', 30, (t) => t.cacheCreationTokens),
    count('Cache read', 40, (t) => t.cacheReadTokens),
    {
      title: 'Cost',
      align: 'right',
      priority: 90,
      cell: (t) => (t.unpriced ? 'n/a' : formatMoney(t.cost, view.currency)),
    },
    { title: 'Sum', align: 'right', priority: 80, cell: (t) => formatMoney(t.cumulatedCost, view.currency) },
  ];
  if (turns.some((turn) => turn.sidechain)) {
    columns.splice(2, 0, {
      title: 'Agent',
      align: 'left',
      priority: 25,
      min: 6,
      max: 18,
      quiet: true,
      cell: (t) => t.agentId,
    });
  }
  return columns;
}

interface Share {
  readonly turns: number;
  readonly tokens: number;
  readonly cost: number;
}

function shareTable<S extends Share>(
  view: View,
  title: string,
  shares: readonly S[],
  name: (share: S) => string,
): string {
  const columns: Column<S>[] = [
    { title, align: 'left', priority: 100, min: 10, max: 40, cell: name },
    { title: 'Turns', align: 'right', priority: 90, cell: (s) => formatInteger(s.turns) },
    { title: 'Tokens', align: 'right', priority: 70, cell: (s) => formatCount(s.tokens) },
    { title: 'Cost', align: 'right', priority: 80, cell: (s) => formatMoney(s.cost, view.currency) },
  ];
  return renderTable(
    columns,
    shares.map((row) => ({ kind: 'row', row })),
    view,
  );
}
