import type { MachineOfRoom, MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { csvText, markdownText } from '../export/table-text.ts';
import { formatCount, formatShare, formatUsd } from '../format/numbers.ts';
import type { MachineRank } from '../search.ts';
import type { Standing } from './standing.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly rank?: MachineRank;
  readonly right?: boolean;
  /** From which width on there is room for it. */
  readonly from: 'always' | 'sm' | 'md' | 'rail' | 'full';
}
export const COLUMNS: readonly Column[] = [
  { id: 'machine', name: 'Machine', rank: 'machine', from: 'always' },
  { id: 'trend', name: 'Over the range', from: 'md' },
  { id: 'cost', name: 'Cost', rank: 'cost', right: true, from: 'always' },
  { id: 'share', name: 'Share', right: true, from: 'always' },
  { id: 'tokens', name: 'Tokens', rank: 'tokens', right: true, from: 'sm' },
  { id: 'turns', name: 'Turns', rank: 'turns', right: true, from: 'rail' },
  { id: 'lastTurn', name: 'Last turn', rank: 'lastTurn', from: 'rail' },
  { id: 'lastHeard', name: 'Last heard', rank: 'lastHeard', from: 'md' },
  { id: 'gaps', name: 'Longest gap', right: true, from: 'full' },
  { id: 'version', name: 'Version', from: 'full' },
  { id: 'standing', name: 'Figures', from: 'sm' },
];
/** Classes that hide a cell below its width. */
export const HIDDEN: Readonly<Record<Column['from'], string>> = {
  always: '',
  sm: 'max-sm:hidden',
  md: 'max-md:hidden',
  rail: 'max-rail:hidden',
  full: 'max-[78rem]:hidden',
};

/** In the order asked for; machines without a value last, equal ones by name. */
export function sorted(
  machines: readonly MachineOfRoom[],
  rank: MachineRank,
  order: 'asc' | 'desc',
): readonly MachineOfRoom[] {
  const sign = order === 'asc' ? 1 : -1;
  return machines.toSorted((a, b) => {
    const [x, y] = [valueOf(a, rank), valueOf(b, rank)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x < y ? -1 : x > y ? 1 : 0) || (a.machine < b.machine ? -1 : 1);
  });
}
function valueOf(m: MachineOfRoom, rank: MachineRank): string | number | null {
  if (rank === 'machine') return m.machine.toLowerCase();
  if (rank === 'lastHeard') return m.self ? '9' : m.lastHeard;
  if (rank === 'lastTurn') return m.lastTurn;
  return rank === 'cost' ? m.totalCost : rank === 'tokens' ? m.totalTokens : m.turns;
}
/** Names rise, figures fall, until a second click turns the order round. */
export const firstOrder = (rank: MachineRank): 'asc' | 'desc' => (rank === 'machine' ? 'asc' : 'desc');

const FIELDS = [
  'machineId',
  'machine',
  'ownName',
  'member',
  'team',
  'turns',
  'sessions',
  'inputTokens',
  'outputTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheReadTokens',
  'totalTokens',
  'totalCost',
  'unpricedTokens',
  'costShare',
  'activeDays',
  'lastTurn',
  'lastHeard',
  'skippedLines',
] as const satisfies readonly (keyof MachineOfRoom)[];

type Standings = ReadonlyMap<string, Standing>;

export function machinesCsv(machines: readonly MachineOfRoom[], standings: Standings): string {
  const more = [
    'longestGapDays',
    'unheardDays',
    'retired',
    'version',
    'parts',
    'partsOf',
    'complete',
    'clockAheadSeconds',
  ];
  const rows = machines.map((m) => {
    const papers = standings.get(m.machineId)?.papers;
    return [
      ...FIELDS.map((field) => m[field]),
      m.longestGap?.days ?? 0,
      m.unheard?.days ?? 0,
      m.retired ? 'yes' : '',
      papers?.version ?? null,
      papers?.have ?? null,
      papers?.of ?? null,
      papers === undefined ? null : papers.complete ? 'yes' : 'no',
      papers?.clockAheadSeconds ?? null,
    ];
  });
  return csvText([...FIELDS, ...more], rows);
}

export function machinesMarkdown(machines: readonly MachineOfRoom[], totals: MachineRoomReport['totals']): string {
  const head = ['Machine', 'Member', 'Last turn (UTC)', 'Last heard (UTC)', 'Turns', 'Tokens', 'Cost', 'Share'];
  const minute = (iso: string | null): string => iso?.slice(0, 16).replace('T', ' ') ?? '';
  const rows = machines.map((m) => [
    m.machine,
    m.member,
    minute(m.lastTurn),
    m.self ? 'this machine' : minute(m.lastHeard),
    formatCount(m.turns),
    formatCount(m.totalTokens),
    formatUsd(m.totalCost),
    formatShare(m.costShare),
  ]);
  const all = [
    'All',
    '',
    '',
    '',
    formatCount(totals.turns),
    formatCount(totals.totalTokens),
    formatUsd(totals.totalCost),
    '',
  ];
  return markdownText(head, 4, [...rows, all]);
}
