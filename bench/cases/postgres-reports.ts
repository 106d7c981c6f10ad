import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { short, table } from '../harness/figures.ts';
import { requestAll } from '../harness/http-client.ts';
import { type Env, run } from '../harness/process.ts';
import { addresses, answerTimes, slowestReports } from '../harness/report-load.ts';
import type { Measured } from '../harness/results.ts';
import { startServer } from '../harness/server.ts';
import { inSandbox, ours } from '../harness/subject.ts';
import { fillPostgres, turnsIn } from '../workspace/filled-postgres.ts';
import { onPostgres } from '../workspace/postgres.ts';

const MACHINES = 10;
/** Requests before the clock starts, for other ranges. */
const WARM_UP = 65;
/** Of the world. */
const HISTORY = { last: '2026-10-31', all: 730 };
const ZONES = {
  'days kept': { zone: 'UTC', figure: '' },
  'days not kept': { zone: 'Asia/Tokyo', figure: ' in a zone whose days are not kept' },
};
const FILLERS = [
  'world.ts',
  'filled-postgres.ts',
  '../../src/workspace/postgres/tables.ts',
  '../../src/workspace/postgres/derive-sql.ts',
];

/** The page's reports, each address for the first time, over a database with the history of ten machines. */
export async function postgresReports({ turns, requests }: { turns: number; requests: number }): Promise<Measured> {
  const world = { machines: MACHINES, turns, seed: 1 };
  return await onPostgres(async (server) => {
    const url = await server.kept(`bench_${turns}_${digest()}`, (database) => fillPostgres(database, world));
    const held = await turnsIn(url);
    const figures: Record<string, number> = { 'postgres-reports: turns': held };
    const rows: string[][] = [];
    const slowest: string[] = [];
    await inSandbox(async (sandbox) => {
      const env = sandbox.env(join(sandbox.home, 'no-transcripts'));
      run(ours('workspace', 'join', url), env);
      for (const [name, { zone, figure }] of Object.entries(ZONES)) {
        const answers = await answersIn(env, zone, requests, held);
        const [p50 = NaN, p90 = NaN] = answerTimes(answers, 0.5, 0.9);
        rows.push([name, short(p50), short(p90)]);
        slowest.push(`slowest, ${name}: ${slowestReports(answers)}`);
        figures[`postgres-reports: p50 ms${figure}`] = p50;
        figures[`postgres-reports: p90 ms${figure}`] = p90;
      }
    });
    const head = ['', 'p50 ms', 'p90 ms'];
    return {
      figures,
      text: `reports over Postgres, ${held} turns of ${MACHINES} machines, ${requests} requests each\n${table(head, rows)}\n${slowest.join('\n')}`,
    };
  });
}

/** Of a fresh server. Throws when it is not the database that answers, or not with all turns. */
async function answersIn(env: Env, zone: string, requests: number, held: number) {
  const server = await startServer(env);
  try {
    const answer = await fetch(`${server.origin}/api/v1/daily?timezone=${zone}`);
    const { meta, totals } = (await answer.json()) as { meta: { source: string }; totals: { turns: number } };
    if (meta.source !== 'postgres' || totals.turns !== held)
      throw new Error(`${meta.source} answers with ${totals.turns} turns of ${held}`);
    await requestAll(server.origin, addresses(WARM_UP, { ...HISTORY, longer: 3, zone }), 1);
    return await requestAll(server.origin, addresses(requests, { ...HISTORY, longer: 0, zone }), 1);
  } finally {
    await server.stop();
  }
}

/** Of everything that decides what the database holds. */
function digest(): string {
  const hash = createHash('sha256');
  for (const file of FILLERS) hash.update(readFileSync(join(import.meta.dirname, '../workspace', file)));
  return hash.digest('hex').slice(0, 12);
}
