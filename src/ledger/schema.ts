/**
 * The tables of the ledger as Kysely sees them. Base tables are singular; the plural `turns` and `sessions` are
 * read-only views under the column names that older dashboards documented (compat-views.ts).
 */
import type { Generated } from 'kysely';
import { TURN_FLAG } from '../contract/shared-columns.ts';

/** Additive sums shared by every rollup. */
export interface Sums {
  turns: number;
  unfinal: number;
  input: number;
  output: number;
  cache_5m: number;
  cache_1h: number;
  cache_read: number;
  web_searches: number;
}
export const SUM_COLUMNS = [
  'turns',
  'unfinal',
  'input',
  'output',
  'cache_5m',
  'cache_1h',
  'cache_read',
  'web_searches',
] as const;

/**
 * Bits of `event.flags`: those of a shared turn, the two lowest its rank (contract/usage-event.ts); `shared`: several machines sighted the
 * turn and `event_copy` holds each machine's copy.
 */
export const FLAG = { ...TURN_FLAG, shared: 64 } as const;

interface SliceDimensions {
  project_id: number;
  machine_id: number;
  class_id: number;
  side: number;
}

export interface LedgerDatabase {
  ledger_meta: { key: string; value: string };
  machine: {
    id: Generated<number>;
    uid: string;
    name: string;
    member: string;
    team: string;
    is_self: number;
    last_heard_ms: number | null;
    /** Name given here; empty: the machine's own. */
    alias: Generated<string>;
    merged_into: Generated<number | null>;
    retired: Generated<number>;
    /** Of the local ledger only. */
    missing_parts?: Generated<number>;
  };
  project: { id: Generated<number>; key: string; name: string };
  folder: { id: Generated<number>; path: string; project_id: number };
  price_class: {
    id: Generated<number>;
    model: string;
    fast: number;
    batch: number;
    us: number;
    context: number;
  };
  label: { id: Generated<number>; text: string };
  session: {
    id: Generated<number>;
    uid: string;
    title: string;
    title_rank: number;
    title_pos: number;
    project_id: number;
    machine_id: number;
    branch_id: number;
    first_ms: number | null;
    last_ms: number | null;
  };
  file: {
    id: Generated<number>;
    path: string;
    source: string;
    stamp: string;
    born_ms: number;
    read_offset: number;
    proof: string;
    last_timestamp_ms: number | null;
    fast_lines: number;
    slow_lines: number;
    missing: number;
  };
  problem: {
    id: Generated<number>;
    path: string;
    read_offset: number | null;
    kind: string;
    detail: string;
    seen_ms: number;
  };
  event: {
    id: Generated<number>;
    key: string;
    ts_ms: number;
    session_id: number;
    folder_id: number;
    machine_id: number;
    class_id: number;
    branch_id: number;
    tools_id: number;
    agent_id: number;
    version_id: number;
    file_id: number;
    flags: number;
    input: number;
    output: number;
    cache_5m: number;
    cache_1h: number;
    cache_read: number;
    web_searches: number;
  };
  dirty_event: { event_id: number };
  slice: Sums & SliceDimensions & { quarter: number; session_id: number };
  session_day: Sums & SliceDimensions & { day: number; epoch: number; session_id: number };
  day_slice: Sums & SliceDimensions & { day: number; epoch: number };
  session_cost: {
    session_id: number;
    start_ms: number;
    model: string;
    input: number;
    output: number;
    cache_creation: number;
    cache_read: number;
    web_searches: number;
    cost_nano: number;
  };
  limit_hit: {
    key: string;
    ts_ms: number;
    session_id: number;
    kind: string;
    resets_ms: number | null;
  };
}
