import pg from 'pg';
import { inject } from 'vitest';

let made = 0;

/** A database of its own for a test, on the server of the run. Returns its connection string. */
export async function newDatabase(): Promise<string> {
  const url = inject('postgresUrl');
  made += 1;
  const name = `t_${process.pid}_${Date.now().toString(36)}_${made}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const mine = new URL(url);
  mine.pathname = `/${name}`;
  return mine.href;
}
