import { flagsOf } from '../../contract/shared-columns.ts';
import type { SharedTitle, SharedTurn } from '../../contract/shared-turn.ts';
import { UsageError } from '../../contract/errors.ts';
import { type PgQuery, PG_SCHEMA as S, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import { compareText } from '../../ledger/merge.ts';
import type { MachineCard } from '../../ledger/sharing-writer.ts';
import type { HomeCalendar } from '../../ledger/slices.ts';
import { PgDimensions } from './dimensions.ts';
import { INSERT_COPIES, UPDATE_COPIES } from './merge-sql.ts';
import { retried } from './retry.ts';
import { accessOf, keepCalendar } from './schema.ts';

/** Turns a transaction. Fewer cost a quarter of the speed; more hold the change row longer than other writers like. */
const BATCH = 4_000;
/** A sign of life alone is a change that seldom, so that what readers remember holds. */
const HEARD_AGAIN_MS = 10 * 60_000;

export interface PushCard extends MachineCard {
  readonly version: string;
}

/**
 * Tells one workspace what one machine sighted. Each batch is a transaction: copies, turns, rollup and the change counter
 * commit together or not at all, and any batch may be sent again. In a strict workspace the role may write its own rows
 * only; two machines that sighted one turn write two rows.
 */
export class Pusher {
  /** Transactions that were sent again. */
  resends = 0;
  /** Numbers of the changes that were committed. */
  readonly changes = new Set<number>();
  /** How often the machine had begun anew after it did so here; undefined while it did not. */
  generation: number | undefined;
  readonly #store: PostgresStore;
  readonly #card: PushCard;
  readonly #calendar: HomeCalendar;
  readonly #dimensions = new PgDimensions();
  #dictionary: number | undefined;

  /** `calendar`: the days in which this machine reads; the workspace keeps them ready where it has room. */
  constructor(store: PostgresStore, card: PushCard, calendar: HomeCalendar) {
    this.#store = store;
    this.#card = card;
    this.#calendar = calendar;
  }

  /**
   * That the machine lives, how it is called and how many turns it has yet to tell, `nowMs` by its own clock. Throws `config`
   * when another role tells for this machine.
   */
  async hello(nowMs: number, pending = 0): Promise<void> {
    await keepCalendar(this.#store, this.#calendar);
    const { uid, name, member, team, version } = this.#card;
    await this.#inTransaction(async (query) => {
      await query(
        `INSERT INTO ${S}.machine (uid, name, member, team, version) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [uid, name, member, team, version],
      );
      const [news] = await query<{ card: boolean; own: boolean; late: boolean }>(
        `SELECT (name, member, team, version, pending) <> ($2, $3, $4, $5, $7) AS card, owner_role = CURRENT_USER AS own,
           COALESCE(last_heard_ms, 0) + ${HEARD_AGAIN_MS} < $6 AS late FROM ${S}.machine WHERE uid = $1`,
        [uid, name, member, team, version, nowMs, pending],
      );
      if (news?.own !== true) await this.#takeOver(query);
      else if (!news.card && !news.late) return;
      await query(`SELECT counter FROM ${S}.begin_change()`);
      await query(
        `UPDATE ${S}.machine SET name = $2, member = $3, team = $4, version = $5, last_heard_ms = GREATEST(last_heard_ms, $6),
           ahead_ms = $6 - ROUND(EXTRACT(EPOCH FROM clock_timestamp()) * 1000), pending = $7 WHERE uid = $1`,
        [uid, name, member, team, version, nowMs, pending],
      );
    });
  }
  /** All that was pending is told. Nobody who has all turns needs to read anew for it. */
  async settled(): Promise<void> {
    const sql = `UPDATE ${S}.machine SET pending = 0 WHERE uid = $1 AND pending <> 0`;
    await this.#inTransaction((query) => query(sql, [this.#card.uid]));
  }
  /** Has all others read this machine's turns from the start: the database forgot that it had begun anew `before` times. */
  async beginAnew(before: number): Promise<void> {
    const sql = `UPDATE ${S}.machine SET generation = GREATEST(generation, $2) + 1 WHERE uid = $1 RETURNING generation`;
    const [row] = await this.#inChange((query) => query<{ generation: number }>(sql, [this.#card.uid, before]));
    this.generation = row?.generation;
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

  /**
   * Takes back everything this machine told, and the names that nobody else uses; turns that others told too stay, as
   * those tell them.
   */
  async withdraw(): Promise<void> {
    const used = { sessions: new Set<number>(), projects: new Set<number>(), labels: new Set<number>() };
    for (;;) {
      const { gone, generation } = await this.#inChange((query, _change, machine) => takeBack(query, machine));
      this.generation = generation;
      for (const copy of gone) {
        used.sessions.add(copy.session_id);
        used.projects.add(copy.project_id);
        used.labels.add(copy.branch_id);
      }
      if (gone.length < BATCH) break;
    }
    const names = [[...used.sessions], [...used.projects], [...used.labels]];
    await this.#inTransaction((query) => query(`SELECT ${S}.forget_names($1, $2, $3)`, names));
  }

  /** Only the owner of the tables may: their rules do not bind it. */
  async #takeOver(query: PgQuery): Promise<void> {
    if ((await accessOf(query)) === 'owner') {
      await query(`UPDATE ${S}.machine SET owner_role = CURRENT_USER WHERE uid = $1`, [this.#card.uid]);
      return;
    }
    throw new UsageError(
      'config',
      `Another role tells for this machine in ${this.#store.location}. Nothing was sent.`,
      'Connect as that role, or ask the owner to hand the machine over: claude-usage workspace invite NAME --machine ID',
    );
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
    await sendTitles(query, machine, change, titles);
    await query(`SELECT ${S}.derive($1)`, [batch.map((t) => t.key)]);
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

  /** One transaction that holds the change row from its start: writers take turns. */
  async #inChange<T>(work: (query: PgQuery, change: number, machine: number) => Promise<T>): Promise<T> {
    let number = 0;
    const result = await this.#inTransaction(async (query) => {
      const [change] = await query<{ counter: number; dictionary: number }>(`SELECT * FROM ${S}.begin_change()`);
      if (change?.dictionary !== this.#dictionary) this.#dimensions.clear();
      this.#dictionary = change?.dictionary;
      const [machine] = await query<{ id: number }>(`SELECT id FROM ${S}.machine WHERE uid = $1`, [this.#card.uid]);
      number = change?.counter ?? 0;
      return work(query, number, machine?.id ?? 0);
    });
    this.changes.add(number);
    return result;
  }

  async #inTransaction<T>(work: (query: PgQuery) => Promise<T>): Promise<T> {
    try {
      return await retried(
        () => this.#store.transaction(work),
        () => {
          this.resends += 1;
          this.#dimensions.clear();
        },
      );
    } catch (error) {
      this.#dimensions.clear();
      throw error;
    }
  }
}

async function sendTitles(
  query: PgQuery,
  machine: number,
  change: number,
  titles: readonly SharedTitle[],
): Promise<void> {
  if (titles.length === 0) return;
  const values = [
    machine,
    change,
    titles.map((t) => t.sessionId),
    titles.map((t) => t.rank),
    titles.map((t) => t.position),
    titles.map((t) => t.text),
  ];
  await query(
    `INSERT INTO ${S}.title (session_id, machine_id, rank, pos, text, seq)
     SELECT DISTINCT ON (s.id) s.id, $1::int, i.rank, i.pos, i.text, $2::bigint FROM ${TITLES} JOIN ${S}.session s ON s.uid = i.uid
     ORDER BY s.id, i.rank DESC, i.pos DESC, i.text COLLATE "C" DESC ON CONFLICT DO NOTHING`,
    values,
  );
  await query(
    `UPDATE ${S}.title t SET rank = i.rank, pos = i.pos, text = i.text, seq = $2::bigint
     FROM (SELECT DISTINCT ON (uid) * FROM ${TITLES} ORDER BY uid, rank DESC, pos DESC, text COLLATE "C" DESC) i JOIN ${S}.session s ON s.uid = i.uid
     WHERE t.session_id = s.id AND t.machine_id = $1::int AND (t.rank, t.pos, t.text) < (i.rank, i.pos, i.text)`,
    values,
  );
}
const TITLES = `unnest($3::text[], $4::int[], $5::bigint[], $6::text[]) AS i (uid, rank, pos, text)`;

interface GoneCopy {
  readonly key: string;
  readonly session_id: number;
  readonly project_id: number;
  readonly branch_id: number;
}

/** A batch of a machine's copies, and its titles with the first. */
async function takeBack(
  query: PgQuery,
  machine: number,
): Promise<{ gone: GoneCopy[]; generation: number | undefined }> {
  await query(`DELETE FROM ${S}.title WHERE machine_id = $1`, [machine]);
  const gone = await query<GoneCopy>(
    `DELETE FROM ${S}.copy WHERE machine_id = $1
       AND key IN (SELECT key FROM ${S}.copy WHERE machine_id = $1 ORDER BY seq, key LIMIT ${BATCH})
     RETURNING key, session_id, project_id, branch_id`,
    [machine],
  );
  const [row] = await query<{ generation: number }>(
    `UPDATE ${S}.machine SET generation = generation + 1 WHERE id = $1 RETURNING generation`,
    [machine],
  );
  await query(`SELECT ${S}.derive($1)`, [gone.map((r) => r.key)]);
  return { gone, generation: row?.generation };
}
