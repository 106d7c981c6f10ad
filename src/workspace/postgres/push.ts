import type { SharedTitle, SharedTurn } from '../../contract/shared-turn.ts';
import type { PgQuery, PostgresStore } from '../../ledger/dialect/postgres.ts';
import { compareText } from '../../ledger/merge.ts';
import type { MachineCard } from '../../ledger/sharing-writer.ts';
import { flagsOf } from '../../ledger/sharing.ts';
import type { HomeCalendar } from '../../ledger/slices.ts';
import { PgDimensions } from './dimensions.ts';
import { INSERT_COPIES, UPDATE_COPIES } from './merge-sql.ts';
import { retried } from './retry.ts';
import { derive } from './rollup.ts';

const BATCH = 1_000;

export interface PushCard extends MachineCard {
  readonly version: string;
}

/**
 * Tells one workspace what one machine sighted. Each batch is a transaction: copies, turns, rollup and the change counter
 * commit together or not at all, and any batch may be sent again.
 */
export class Pusher {
  /** Transactions that were sent again. */
  resends = 0;
  readonly #store: PostgresStore;
  readonly #card: PushCard;
  readonly #calendar: HomeCalendar;
  readonly #dimensions = new PgDimensions();

  constructor(store: PostgresStore, card: PushCard, calendar: HomeCalendar) {
    this.#store = store;
    this.#card = card;
    this.#calendar = calendar;
  }

  /** That the machine lives and how it is called, `nowMs` by its own clock. */
  async hello(nowMs: number): Promise<void> {
    await this.#inChange(async (query) => {
      const { uid, name, member, team, version } = this.#card;
      await query(
        `INSERT INTO machine (uid, name, member, team, version, last_heard_ms) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (uid) DO UPDATE SET name = excluded.name, member = excluded.member, team = excluded.team,
           version = excluded.version, last_heard_ms = GREATEST(machine.last_heard_ms, excluded.last_heard_ms)`,
        [uid, name, member, team, version, nowMs],
      );
    });
  }

  /** Titles belong to the sessions of the turns that are sent. Needs `hello` before. */
  async push(turns: readonly SharedTurn[], titles: readonly SharedTitle[] = []): Promise<void> {
    for (let from = 0; from < turns.length; from += BATCH) {
      const batch = turns.slice(from, from + BATCH).sort((a, b) => compareText(a.key, b.key));
      const sessions = new Set(batch.map((t) => t.sessionId));
      const named = titles.filter((t) => sessions.has(t.sessionId));
      await this.#inChange((query, change, machine) => this.#sendBatch(query, change, machine, batch, named));
    }
  }

  /** Takes back everything this machine told; turns that others told too stay, as those tell them. */
  async withdraw(): Promise<void> {
    for (;;) {
      const left = await this.#inChange(async (query, _change, machine) => {
        const gone = await query<{ key: string }>(
          `DELETE FROM copy WHERE machine_id = $1 AND key IN (SELECT key FROM copy WHERE machine_id = $1 ORDER BY key LIMIT ${BATCH}) RETURNING key`,
          [machine],
        );
        await query('UPDATE machine SET generation = generation + 1 WHERE id = $1', [machine]);
        await derive(
          query,
          gone.map((r) => r.key),
          this.#calendar,
        );
        return gone.length;
      });
      if (left === 0) return;
    }
  }

  async #sendBatch(
    query: PgQuery,
    change: number,
    machine: number,
    batch: readonly SharedTurn[],
    titles: readonly SharedTitle[],
  ) {
    await this.#dimensions.learn(query, batch);
    const fresh = await query<{ key: string }>(INSERT_COPIES, [machine, change, ...this.#columns(batch)]);
    const isFresh = new Set(fresh.map((r) => r.key));
    const known = batch.filter((t) => !isFresh.has(t.key));
    if (known.length > 0) await query(UPDATE_COPIES, [machine, change, ...this.#columns(known)]);
    for (const t of titles) {
      await query(
        `UPDATE session SET title = $1, title_rank = $2, title_pos = $3, title_seq = $4
         WHERE uid = $5 AND (title_rank, title_pos, title) < ($2, $3, $1)`,
        [t.text, t.rank, t.position, change, t.sessionId],
      );
    }
    await derive(
      query,
      batch.map((t) => t.key),
      this.#calendar,
    );
  }

  #columns(batch: readonly SharedTurn[]): (string | number)[][] {
    const d = this.#dimensions;
    const numbers = [
      (t: SharedTurn) => t.timestampMs,
      (t: SharedTurn) => t.bornMs,
      d.session,
      d.project,
      d.priceClass,
      d.label,
      flagsOf,
      (t: SharedTurn) => t.input,
      (t: SharedTurn) => t.output,
      (t: SharedTurn) => t.cache5m,
      (t: SharedTurn) => t.cache1h,
      (t: SharedTurn) => t.cacheRead,
      (t: SharedTurn) => t.webSearches,
    ];
    return [batch.map((t) => t.key), ...numbers.map((of) => batch.map(of))];
  }

  /**
   * One transaction that holds the change row from its start: writers take turns, so changes become visible in the order
   * of their numbers, and a reader that has seen one has seen all before it.
   */
  async #inChange<T>(work: (query: PgQuery, change: number, machine: number) => Promise<T>): Promise<T> {
    const attempt = (): Promise<T> =>
      this.#store.transaction(async (query) => {
        const [row] = await query<{ counter: number }>('UPDATE change SET counter = counter + 1 RETURNING counter');
        const [machine] = await query<{ id: number }>('SELECT id FROM machine WHERE uid = $1', [this.#card.uid]);
        const result = await work(query, row?.counter ?? 0, machine?.id ?? 0);
        await query(`UPDATE ledger_meta SET value = $1 WHERE key = 'revision'`, [String(row?.counter ?? 0)]);
        return result;
      });
    try {
      return await retried(attempt, () => {
        this.resends += 1;
        this.#dimensions.clear();
      });
    } catch (error) {
      this.#dimensions.clear();
      throw error;
    }
  }
}
