import type { Tokens } from '../../contract/usage-event.ts';
import type { Connection } from '../dialect/dialect.ts';
import type { Copied } from './copy-turns.ts';
import type { OlderLayout, OlderTable } from './layout.ts';
import { COUNTS, countSql } from './older-turn.ts';

/** Rows and token sums of the older database, taken before anything is touched. */
export interface Census {
  readonly turns: number;
  readonly sessions: number;
  readonly tokens: Tokens;
}

/** Counts the older tables under the names they have. */
export function takeCensus(connection: Connection, layout: OlderLayout): Census {
  const tokens = Object.entries(COUNTS).map(([name, column]) => `SUM(${countSql(layout.turns, column)}) AS ${name}`);
  const sums =
    layout.turns.columns.length === 0 ? {} : connection.prepare(`SELECT ${tokens.join(', ')} FROM turns`).get();
  return {
    turns: countRows(connection, layout.turns, 'turns'),
    sessions: countRows(connection, layout.sessions, 'sessions'),
    tokens: toTokens(sums),
  };
}

/**
 * Proves that nothing was lost: every row is kept, every token is in a turn or in a row that was found doubled, and the
 * rollup and the file are whole. Throws naming the first figure that differs.
 */
export function checkUpgrade(connection: Connection, layout: OlderLayout, before: Census, copied: Copied): void {
  equal('kept turns', countRows(connection, layout.turns, layout.turns.keptAs), before.turns);
  equal('kept sessions', countRows(connection, layout.sessions, layout.sessions.keptAs), before.sessions);
  const after = connection
    .prepare(
      `SELECT COUNT(*) AS turns, SUM(input) AS input, SUM(output) AS output, SUM(cache_5m) AS cache5m,
    SUM(cache_1h) AS cache1h, SUM(cache_read) AS cacheRead FROM event`,
    )
    .get();
  equal('turns', Number(after?.turns) + copied.doubled, before.turns);
  const tokens = toTokens(after);
  for (const bucket of Object.keys(COUNTS) as (keyof Tokens)[]) {
    equal(`${bucket} tokens`, tokens[bucket] + copied.doubledTokens[bucket], before.tokens[bucket]);
  }
  for (const table of ['slice', 'session_day', 'day_slice']) {
    const sum = connection.prepare(`SELECT COALESCE(SUM(turns), 0) AS turns FROM ${table}`).get();
    equal(`turns in ${table}`, Number(sum?.turns), Number(after?.turns));
  }
  const verdict = Object.values(connection.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
  if (verdict !== 'ok') throw new Error(`the database is damaged: ${String(verdict)}`);
}

function countRows(connection: Connection, table: OlderTable, name: string): number {
  if (table.columns.length === 0) return 0;
  return Number(connection.prepare(`SELECT COUNT(*) AS n FROM ${name}`).get()?.n);
}

function toTokens(sums: Record<string, unknown> | undefined): Tokens {
  const n = (name: string): number => Number(sums?.[name] ?? 0);
  return {
    input: n('input'),
    output: n('output'),
    cache5m: n('cache5m'),
    cache1h: n('cache1h'),
    cacheRead: n('cacheRead'),
  };
}

function equal(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}
