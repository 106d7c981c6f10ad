import type { SessionListRow, SessionSort } from '../../../../src/contract/reports/recent-sessions.ts';
import { formatCompact, formatCount, formatUsd } from '../../format/numbers.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
  /** Absent: the column cannot be sorted by. */
  readonly sort?: SessionSort;
  readonly width: string;
  readonly right?: boolean;
  /** The cell as it reads on the page. Instants are told in `zone` by the line itself. */
  readonly text: (row: SessionListRow) => string;
}

/** Title, or what there is instead of one. */
export function sessionName(row: { readonly title: string; readonly sessionId: string }): string {
  return row.title === '' ? `Session ${row.sessionId.slice(0, 8)}` : row.title;
}

/** `opus-4-6, haiku-4-5`. */
export function shortModels(models: readonly string[]): string {
  return models.map((model) => model.replace(/^claude-/, '').replace(/-\d{8}$/, '')).join(', ');
}

const COLUMNS: readonly Column[] = [
  { id: 'title', name: 'Session', sort: 'title', width: 'minmax(0,2.2fr)', text: sessionName },
  { id: 'project', name: 'Project', sort: 'project', width: 'minmax(0,1.2fr)', text: (row) => row.project },
  { id: 'machine', name: 'Machine', sort: 'machine', width: 'minmax(0,0.9fr)', text: (row) => row.machine },
  { id: 'models', name: 'Models', width: 'minmax(0,1fr)', text: (row) => shortModels(row.modelsUsed) },
  { id: 'lastActivity', name: 'Last turn', sort: 'lastActivity', width: '8.25rem', text: (row) => row.lastActivity },
  { id: 'turns', name: 'Turns', sort: 'turns', width: '4rem', right: true, text: (row) => formatCount(row.turns) },
  {
    id: 'tokens',
    name: 'Tokens',
    sort: 'tokens',
    width: '4.75rem',
    right: true,
    text: (row) => formatCompact(row.totalTokens),
  },
  { id: 'cost', name: 'Cost', sort: 'cost', width: '5rem', right: true, text: (row) => formatUsd(row.totalCost) },
];

/** The machine is named only where there are several, the models where there is room. */
export function columnsFor(machines: boolean, roomy: boolean): readonly Column[] {
  return COLUMNS.filter(({ id }) => (machines || id !== 'machine') && (roomy || id !== 'models'));
}

export function gridTemplate(columns: readonly Column[]): string {
  return columns.map((column) => column.width).join(' ');
}
