import { createHash } from 'node:crypto';
import type { Tokens } from '../../contract/usage-event.ts';
import { parseTimestamp } from '../../lib/timestamp.ts';
import type { SqlValue } from '../dialect/dialect.ts';
import type { OlderTable } from './layout.ts';

/** A row of the older `turns` table, its gaps filled. */
export interface OlderTurn extends Tokens {
  readonly rowId: number;
  /** Empty: the row has none. */
  readonly messageId: string;
  /** Text of the timestamp column, and what it means; NaN when it means nothing. */
  readonly timestamp: string;
  readonly timestampMs: number;
  readonly model: string;
  readonly tool: string;
  readonly cwd: string;
  readonly machine: string;
  readonly agentId: string;
  readonly subagent: boolean;
}

/** Above this a count is damage, as for the parser. */
const MAX_COUNT = 1_000_000_000_000;

/** SQL of a token column as a whole number from 0 to MAX_COUNT, also where it holds NULL or text, or is missing. */
export function countSql(table: OlderTable, column: string): string {
  return table.has(column) ? `MAX(0, MIN(${MAX_COUNT}, COALESCE(CAST(${column} AS INTEGER), 0)))` : '0';
}

/**
 * Token columns by meaning. Without `cache_1h_tokens` (the oldest layouts) `cache_creation_tokens` is all cache writes,
 * whose lifetime nobody noted: they count as 5 minutes. With it, it is the 5-minute part.
 */
export const COUNTS = {
  input: 'input_tokens',
  output: 'output_tokens',
  cache5m: 'cache_creation_tokens',
  cache1h: 'cache_1h_tokens',
  cacheRead: 'cache_read_tokens',
} as const;

/** Select list that `toOlderTurn` reads, for the table under whichever name. */
export function selectTurn(table: OlderTable): string {
  const text = (column: string): string => (table.has(column) ? `CAST(${column} AS TEXT)` : "''");
  const counts = Object.entries(COUNTS).map(([name, column]) => `${countSql(table, column)} AS ${name}`);
  const texts = ['message_id', 'timestamp', 'model', 'tool_name', 'cwd', 'machine_id', 'agent_id', 'is_subagent'];
  return ['rowid AS row_id', ...counts, ...texts.map((c) => `${text(c)} AS ${c}`)].join(', ');
}

export function toOlderTurn(r: Record<string, SqlValue>): OlderTurn {
  const text = (column: string): string => (r[column] === null || r[column] === undefined ? '' : String(r[column]));
  const subagent = text('is_subagent');
  return {
    rowId: Number(r.row_id),
    messageId: text('message_id'),
    timestamp: text('timestamp'),
    timestampMs: parseTimestamp(text('timestamp').trim()),
    model: text('model'),
    tool: text('tool_name'),
    cwd: text('cwd'),
    machine: text('machine_id').trim(),
    agentId: text('agent_id'),
    subagent: (subagent !== '' && subagent !== '0') || text('agent_id') !== '',
    input: Number(r.input),
    output: Number(r.output),
    cache5m: Number(r.cache5m),
    cache1h: Number(r.cache1h),
    cacheRead: Number(r.cacheRead),
  };
}

/**
 * Global identity of a row without a message id: by content, so that one database upgraded on two machines yields one
 * key, and two databases two. Equal rows of a session are told apart by their order.
 */
export function contentKey(session: string, t: OlderTurn, repeat: number): string {
  const content = [session, t.timestamp, t.model, t.input, t.output, t.cacheRead, t.cache5m, t.cache1h];
  const hash = createHash('sha256').update(content.join('\0')).digest('hex').slice(0, 24);
  return `legacy:${hash}${repeat === 0 ? '' : `#${repeat}`}`;
}
