import type { SharedTurn } from '../../contract/shared-turn.ts';
import { compareText } from '../../ledger/merge.ts';
import { type PgQuery, type PgValue, PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';

/** Text to the database's small integers, asked for once. Cleared when a transaction failed: its new ids went with it. */
export class PgDimensions {
  readonly #sessions = new Map<string, number>();
  readonly #projects = new Map<string, number>();
  readonly #labels = new Map<string, number>();
  readonly #classes = new Map<string, number>();

  clear(): void {
    for (const map of [this.#sessions, this.#projects, this.#labels, this.#classes]) map.clear();
  }
  session = (t: SharedTurn): number => idOf(this.#sessions, t.sessionId);
  project = (t: SharedTurn): number => idOf(this.#projects, t.projectKey);
  label = (t: SharedTurn): number => idOf(this.#labels, t.branch);
  priceClass = (t: SharedTurn): number => idOf(this.#classes, classKey(t));

  /** Makes sure that everything the turns name has an id. */
  async learn(query: PgQuery, turns: readonly SharedTurn[]): Promise<void> {
    await this.#texts(
      query,
      this.#sessions,
      'session',
      'uid',
      turns.map((t) => t.sessionId),
    );
    await this.#texts(
      query,
      this.#labels,
      'label',
      'text',
      turns.map((t) => t.branch),
    );
    await this.#learnProjects(query, turns);
    await this.#learnClasses(query, turns);
  }

  async #texts(
    query: PgQuery,
    known: Map<string, number>,
    table: string,
    column: string,
    all: string[],
  ): Promise<void> {
    const news = [...new Set(all)].filter((text) => !known.has(text)).sort(compareText);
    if (news.length === 0) return;
    await query(`INSERT INTO ${S}.${table} (${column}) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [news]);
    const rows = await query<{ id: number; name: string }>(
      `SELECT id, ${column} AS name FROM ${S}.${table} WHERE ${column} = ANY($1::text[])`,
      [news],
    );
    for (const row of rows) known.set(row.name, row.id);
  }

  async #learnProjects(query: PgQuery, turns: readonly SharedTurn[]): Promise<void> {
    const news = new Map(
      turns.filter((t) => !this.#projects.has(t.projectKey)).map((t) => [t.projectKey, t.projectName]),
    );
    if (news.size === 0) return;
    const keys = [...news.keys()].sort(compareText);
    await query(
      `INSERT INTO ${S}.project (key, name) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
      [keys, keys.map((key) => news.get(key) ?? '')],
    );
    const rows = await query<{ id: number; key: string }>(
      `SELECT id, key FROM ${S}.project WHERE key = ANY($1::text[])`,
      [keys],
    );
    for (const row of rows) this.#projects.set(row.key, row.id);
  }

  async #learnClasses(query: PgQuery, turns: readonly SharedTurn[]): Promise<void> {
    const news = new Map(turns.filter((t) => !this.#classes.has(classKey(t))).map((t) => [classKey(t), t]));
    for (const key of [...news.keys()].sort(compareText)) {
      const t = news.get(key);
      if (!t) continue;
      const values: PgValue[] = [t.model, Number(t.fast), Number(t.batch), Number(t.us), t.context];
      await query(
        `INSERT INTO ${S}.price_class (model, fast, batch, us, context) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        values,
      );
      const [row] = await query<{ id: number }>(
        `SELECT id FROM ${S}.price_class WHERE (model, fast, batch, us, context) = ($1, $2, $3, $4, $5)`,
        values,
      );
      if (row) this.#classes.set(key, row.id);
    }
  }
}

const classKey = (t: SharedTurn): string =>
  [t.model, Number(t.fast), Number(t.batch), Number(t.us), t.context].join('\0');

function idOf(known: ReadonlyMap<string, number>, name: string): number {
  const id = known.get(name);
  if (id === undefined) throw new Error('a name was not learnt before its turn was sent');
  return id;
}
