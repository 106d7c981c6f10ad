import { corpus } from '../harness/corpora.ts';
import { short, table } from '../harness/figures.ts';
import { type Answer, requestAll } from '../harness/http-client.ts';
import { addresses, answerTimes, slowestReports } from '../harness/report-load.ts';
import type { Measured } from '../harness/results.ts';
import { startServer } from '../harness/server.ts';
import { inSandbox, ours } from '../harness/subject.ts';
import { type Env, run } from '../harness/process.ts';

/** Requests before the clock starts: other ranges, until a server that has just started runs as it will run. */
const WARM_UP = 200;
const HISTORY = { last: '2026-11-20', all: 440 };
/** Text of a million turns: about 800 bytes each. */
const MILLION = { bytes: 1080e6, seed: 2, compact: true } as const;

/** Reports over HTTP on a large ledger: each address for the first time, then again. */
export async function api({ requests }: { requests: number }): Promise<Measured> {
  const { root, truth } = corpus(MILLION);
  const figures: Record<string, number> = { 'api: turns': truth.turns };
  const rows: string[][] = [];
  let slowest = '';
  await inSandbox(async (sandbox) => {
    const env = sandbox.env(root);
    run(ours('scan'), env);
    for (const connections of [1, 8]) {
      for (const [name, answers] of Object.entries(await answersOver(env, connections, requests))) {
        const [p50 = NaN, p99 = NaN] = answerTimes(answers, 0.5, 0.99);
        if (connections === 1 && name === 'first time')
          slowest = `slowest for the first time: ${slowestReports(answers)}`;
        const kib = answers.reduce((n, a) => n + a.bytes, 0) / answers.length / 1024;
        rows.push([name, String(connections), short(p50), short(p99), short(kib)]);
        const label = `at ${connections} connection${connections > 1 ? 's' : ''}${name === 'again' ? ' again' : ''}`;
        figures[`api: p50 ms ${label}`] = p50;
        figures[`api: p99 ms ${label}`] = p99;
      }
    }
  });
  const head = ['', 'connections', 'p50 ms', 'p99 ms', 'KiB'];
  return {
    figures,
    text: `API, ${truth.turns} turns, ${truth.sessions} sessions, ${requests} requests each\n${table(head, rows)}\n${slowest}`,
  };
}

/** A fresh server, warmed by other addresses than those that are measured, then both loads. */
async function answersOver(env: Env, connections: number, requests: number): Promise<Record<string, Answer[]>> {
  const server = await startServer(env);
  try {
    await requestAll(server.origin, addresses(WARM_UP, { ...HISTORY, longer: 3 }), 1);
    const answers: Record<string, Answer[]> = {};
    for (const [name, paths] of Object.entries(loads(requests)))
      answers[name] = await requestAll(server.origin, paths, connections);
    return answers;
  } finally {
    await server.stop();
  }
}

function loads(requests: number): Record<string, string[]> {
  const first = addresses(requests, { ...HISTORY, longer: 0 });
  return {
    'first time': first,
    again: Array.from({ length: requests }, (_, i) => first[(requests - 1 - (i % 60)) % first.length]!),
  };
}
