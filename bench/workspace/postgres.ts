import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../test/support/postgres-server.ts';
import { embeddedPrograms } from '../../test/support/postgres-setup.ts';
import { benchDir } from '../harness/corpora.ts';

/** Databases on the server that BENCH_PG_URL names, else on one whose data is kept with the corpora. */
export interface BenchServer {
  /** Makes an empty database, which goes when the work is done. */
  fresh(): Promise<string>;
  /** A database that stays, filled once by `fill`. */
  kept(name: string, fill: (url: string) => Promise<void>): Promise<string>;
}

/** The embedded server keeps its settings as they come, but for `fsync`. */
export async function onPostgres<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const given = process.env['BENCH_PG_URL'];
  const data = join(benchDir(), 'postgres');
  const server = given === undefined ? await startPostgres(embeddedPrograms(), data) : { url: given, stop: noStop };
  const temporary: string[] = [];
  try {
    return await work({
      fresh: async () => {
        const name = `bench_${process.pid}_${Date.now().toString(36)}_${temporary.length}`;
        temporary.push(name);
        return await create(server.url, name);
      },
      kept: (name, fill) => keep(server.url, name, fill),
    });
  } finally {
    for (const name of temporary) await ask(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.stop();
  }
}

const noStop = async (): Promise<void> => undefined;

async function keep(server: string, name: string, fill: (url: string) => Promise<void>): Promise<string> {
  const there = await ask(server, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (there.length > 0) return databaseUrl(server, name);
  const unfinished = `${name}_part`;
  await ask(server, `DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await fill(await create(server, unfinished));
  await ask(server, `ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  return databaseUrl(server, name);
}

async function create(server: string, name: string): Promise<string> {
  await ask(server, `CREATE DATABASE ${name}`);
  return databaseUrl(server, name);
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** One question over a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
