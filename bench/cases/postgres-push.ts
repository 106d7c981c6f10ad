import pg from 'pg';
import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { invite } from '../../src/workspace/postgres/invite.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { short, table } from '../harness/figures.ts';
import type { Measured } from '../harness/results.ts';
import { copyIn } from '../workspace/copy-in.ts';
import { ask, onPostgres } from '../workspace/postgres.ts';
import { CALENDAR, historyOf, pushHistory } from '../workspace/push-history.ts';

/**
 * One process tells a database a machine's whole history, as the owner and as a role that was invited, beside plain `COPY`
 * of the same rows into a bare table; then a second machine tells its own.
 */
export async function postgresPush({ turns }: { turns: number }): Promise<Measured> {
  const world = { machines: 2, turns: turns * 2, seed: 3 };
  const [first, second] = [historyOf(world, 0), historyOf(world, 1)];
  return await onPostgres(async (server) => {
    const [open, strict] = [await server.fresh(), await server.fresh()];
    const copied = await copySeconds(open, first.turns);
    const pushed = await pushHistory(open, first);
    const again = await pushHistory(open, second);
    const asWriter = await inRole(strict, (url) => pushHistory(url, first));
    const ways = {
      'COPY into a bare table': copied,
      'push, empty workspace': pushed,
      'push, second machine': again,
      'push, writer role': asWriter,
    };
    return {
      figures: {
        'postgres-push: turns': turns,
        'postgres-push: turns/s': turns / pushed,
        'postgres-push: turns/s of the second machine': turns / again,
        'postgres-push: turns/s as writer': turns / asWriter,
        'postgres-push: push / COPY': pushed / copied,
      },
      text: `push of ${turns} turns from one process\n${table(
        ['', 's', 'turns/s', '/ COPY'],
        Object.entries(ways).map(([name, s]) => [name, short(s), short(turns / s), short(s / copied)]),
      )}`,
    };
  });
}

/** Works as a role that writes only its own rows, in a workspace that somebody else owns. */
async function inRole<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const owner = await openPostgres(url);
  try {
    await migrate(owner, CALENDAR);
    const name = `bench ${process.pid} ${Date.now().toString(36)}`;
    const { role, password = '' } = await invite(owner, { name, kind: 'writer' });
    const theirs = new URL(url);
    theirs.username = role;
    theirs.password = password;
    try {
      return await work(theirs.href);
    } finally {
      await ask(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  } finally {
    await owner.close();
  }
}

const COLUMNS = [
  'key',
  'timestampMs',
  'bornMs',
  'sessionId',
  'projectKey',
  'branch',
  'model',
  'rank',
  'input',
  'output',
  'cache5m',
  'cache1h',
  'cacheRead',
  'webSearches',
] as const;

/** The same rows as text, in one COPY over one connection. */
async function copySeconds(url: string, all: readonly SharedTurn[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE TABLE plain (key text, ts bigint, born bigint, session text, project text, branch text, model text, rank int,
      input bigint, output bigint, cache_5m bigint, cache_1h bigint, cache_read bigint, web_searches bigint)`);
    const started = performance.now();
    await copyIn(client, 'COPY plain FROM STDIN', textOf(all));
    const seconds = (performance.now() - started) / 1000;
    await client.query('DROP TABLE plain');
    return seconds;
  } finally {
    await client.end();
  }
}

/** In the format of COPY, in chunks of some 100 KB. */
function textOf(all: readonly SharedTurn[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < all.length; from += 1000) {
    const lines = all.slice(from, from + 1000).map((t) => `${COLUMNS.map((column) => t[column]).join('\t')}\n`);
    chunks.push(Buffer.from(lines.join('')));
  }
  return chunks;
}
