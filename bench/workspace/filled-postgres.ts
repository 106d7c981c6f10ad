import pg from 'pg';
import { flagsOf } from '../../src/contract/shared-columns.ts';
import { addSums, NO_SUMS, type SharedSums, type SharedTurn } from '../../src/contract/shared-turn.ts';
import { QUARTER_MS } from '../../src/contract/units.ts';
import { openPostgres, type PostgresStore, PG_SCHEMA as S } from '../../src/ledger/dialect/postgres.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import { PgDimensions } from '../../src/workspace/postgres/dimensions.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { copyIn } from './copy-in.ts';
import { ask } from './postgres.ts';
import { FIRST_MS, machineUid, sessionsOf, type WorldOptions } from './world.ts';

/** Index by columns. They are made after the rows. */
const INDEXES = { event_time: 'ts_ms', event_machine: 'machine_id, ts_ms', event_session: 'session_id, ts_ms' };
/** Turns whose names are asked for at once. */
const AT_ONCE = 20_000;
const NOW_MS = FIRST_MS + 731 * 86_400_000;
const CALENDAR = { zone: 'UTC', epochs: loadPriceTable().epochs };

/**
 * Fills an empty database with the union of a world, by `COPY` and the database's own functions. What each machine told
 * is left out: no report reads it, and nobody who joins has anything to take in. Throws when the rollup has other sums
 * than the world.
 */
export async function fillPostgres(url: string, world: WorldOptions): Promise<void> {
  console.error(`filling a database with ${world.turns} turns`);
  const store = await openPostgres(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(store, CALENDAR);
    for (const index of Object.keys(INDEXES)) await client.query(`DROP INDEX ${S}.${index}`);
    const truth = await copyEvents(store, client, world);
    for (const [index, columns] of Object.entries(INDEXES))
      await client.query(`CREATE INDEX ${index} ON ${S}.event (${columns})`);
    await client.query(`ANALYZE ${S}.event`);
    await derive(client);
    const held = JSON.stringify(await sumsIn(client));
    if (held !== JSON.stringify(truth))
      throw new Error(`the database holds ${held}, the world ${JSON.stringify(truth)}`);
  } finally {
    await client.end();
    await store.close();
  }
}

async function copyEvents(store: PostgresStore, client: pg.Client, world: WorldOptions): Promise<SharedSums> {
  const dimensions = new PgDimensions();
  let truth = NO_SUMS;
  for (let machine = 0; machine < world.machines; machine++) {
    const card = { uid: machineUid(world, machine), name: `machine ${machine}`, member: '', team: '', version: '1' };
    await new Pusher(store, card, CALENDAR).hello(NOW_MS);
    const { rows } = await client.query<{ id: number }>(`SELECT id FROM ${S}.machine WHERE uid = $1`, [card.uid]);
    for (const turns of batchesOf(world, machine)) {
      await store.transaction((query) => dimensions.learn(query, turns));
      await copyIn(client, `COPY ${S}.event FROM STDIN`, chunksOf(turns, rows[0]!.id, dimensions));
      truth = turns.reduce(addSums, truth);
    }
  }
  return truth;
}

/** What the program's own functions make of turns, machine by machine. */
async function derive(client: pg.Client): Promise<void> {
  await client.query(`SELECT ${S}.refresh_sessions(array_agg(id)) FROM ${S}.session`);
  await client.query(`UPDATE ${S}.session SET title = 'Work on part ' || id || ' of project ' || project_id`);
  const { rows } = await client.query<{ id: number }>(`SELECT id FROM ${S}.machine`);
  for (const { id } of rows) {
    await client.query(
      `SELECT ${S}.rebuild(array_agg(machine_id), array_agg(quarter))
       FROM (SELECT DISTINCT machine_id, ts_ms / ${QUARTER_MS} AS quarter FROM ${S}.event WHERE machine_id = $1) t`,
      [id],
    );
  }
  await client.query('VACUUM ANALYZE');
}

/** Turns of a machine that no other tells too. */
function* batchesOf(world: WorldOptions, machine: number): Generator<SharedTurn[]> {
  let batch: SharedTurn[] = [];
  for (const { turns, isCopy } of sessionsOf(world, machine)) {
    if (!isCopy) batch.push(...turns);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** In the order of the columns of `event`. The label 1 is the empty text; agents, tools, versions and files stay home. */
function chunksOf(turns: readonly SharedTurn[], machine: number, d: PgDimensions): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < turns.length; from += 1000) {
    const lines = turns.slice(from, from + 1000).map((t) => {
      const names = [d.session(t), d.project(t), machine, d.priceClass(t), d.label(t), 1, 1, 1, 0, flagsOf(t)];
      const tokens = [t.input, t.output, t.cache5m, t.cache1h, t.cacheRead, t.webSearches];
      return `${[t.key, t.timestampMs, ...names, ...tokens].join('\t')}\n`;
    });
    chunks.push(Buffer.from(lines.join('')));
  }
  return chunks;
}

/** By the days that are kept, in the order of `NO_SUMS`. */
async function sumsIn(client: pg.Client): Promise<SharedSums> {
  const columns = ['turns', 'input', 'output', 'cache_5m', 'cache_1h', 'cache_read', 'web_searches'];
  const names = Object.keys(NO_SUMS).map((name, i) => `SUM(${columns[i]})::float8 AS "${name}"`);
  const { rows } = await client.query<SharedSums>(`SELECT ${names.join(', ')} FROM ${S}.day_slice`);
  return rows[0]!;
}

/** Turns of a filled database. */
export async function turnsIn(url: string): Promise<number> {
  const [row] = await ask(url, `SELECT SUM(turns)::float8 AS turns FROM ${S}.day_slice`);
  return Number(row?.['turns']);
}
