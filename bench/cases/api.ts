import { corpus } from '../harness/corpora.ts';
import { quantile, short, table } from '../harness/figures.ts';
import { type Answer, requestAll } from '../harness/http-client.ts';
import type { Measured } from '../harness/results.ts';
import { startServer } from '../harness/server.ts';
import { inSandbox, ours } from '../harness/subject.ts';
import { type Env, run } from '../harness/process.ts';

/** Requests before the clock starts: other ranges, until a server that has just started runs as it will run. */
const WARM_UP = 200;
/** The page's reports and those whose length does not grow with every session. */
const REPORTS = [
  'daily?',
  'summary?',
  'series?',
  'ranked?by=project&',
  'ranked?by=model&',
  'heatmap?',
  'recent-sessions?',
  'models?',
  'projects?',
  'weekly?',
  'monthly?',
  'machines?',
  'filters?',
] as const;
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
        const [p50, p99] = percentiles(answers);
        if (connections === 1 && name === 'first time') slowest = slowestReports(answers);
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
    await requestAll(server.origin, addresses(WARM_UP, 3), 1);
    const answers: Record<string, Answer[]> = {};
    for (const [name, paths] of Object.entries(loads(requests)))
      answers[name] = await requestAll(server.origin, paths, connections);
    return answers;
  } finally {
    await server.stop();
  }
}

function loads(requests: number): Record<string, string[]> {
  const first = addresses(requests, 0);
  return {
    'first time': first,
    again: Array.from({ length: requests }, (_, i) => first[(requests - 1 - (i % 60)) % first.length]!),
  };
}

/** What the page and scripts ask, in turn, each for a range of its own: no two addresses are the same. Ranges `longer` by days. */
function addresses(count: number, longer: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const until = Date.parse('2026-11-20T00:00:00Z') - Math.floor(i / REPORTS.length) * 86_400_000;
    // A week, a month, three months, a year, everything.
    const days = [7, 30, 90, 365, 440][i % 5]! + longer;
    const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
    return `/api/v1/${REPORTS[i % REPORTS.length]}timezone=UTC&since=${day(until - days * 86_400_000)}&until=${day(until)}`;
  });
}

/** Over one connection answers come in the order of the addresses. */
function slowestReports(answers: readonly Answer[]): string {
  const medians = REPORTS.map((report, i) => {
    const own = answers.filter((_, at) => at % REPORTS.length === i);
    return {
      report: report.replace(/[?&]$/, ''),
      ms: quantile(
        own.map((a) => a.ms),
        0.5,
      ),
    };
  });
  const worst = medians.sort((a, b) => b.ms - a.ms).slice(0, 4);
  return `slowest for the first time: ${worst.map(({ report, ms }) => `${report} ${short(ms)} ms`).join(', ')}`;
}

function percentiles(answers: readonly Answer[]): [p50: number, p99: number] {
  const failed = answers.filter((a) => a.status !== 200);
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${answers.length} requests failed, the first with ${failed[0]!.status}`);
  const ms = answers.map((a) => a.ms);
  return [quantile(ms, 0.5), quantile(ms, 0.99)];
}
