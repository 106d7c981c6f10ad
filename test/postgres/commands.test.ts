/** Homes that share a Postgres, by their command lines. */
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { CorpusBox } from '../support/corpus-box.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { startPostgres } from '../support/postgres-server.ts';

const REPORTS = [
  ['daily', '--breakdown'],
  ['weekly'],
  ['monthly'],
  ['session'],
  ['projects'],
  ['models'],
  ['blocks'],
  ['stats'],
  ['today'],
  ['week'],
];

const API = [
  'daily',
  'summary',
  'series',
  'heatmap',
  'ranked?by=project',
  'recent-sessions',
  'stats',
  'models',
  'blocks',
];

/** What differs between a machine that has all and two that share: when, by whom, from where, known as what. */
const OTHERWISE = new Set(
  `meta coverage revision machine machineId machines projectId key id slot generated_at all_machines by_machine machine_id`.split(
    ' ',
  ),
);
const figures = (report: Record<string, unknown>): object =>
  JSON.parse(JSON.stringify(report, (key, value: unknown) => (OTHERWISE.has(key) ? undefined : value))) as object;

test('two machines that share a Postgres each show, in every report, what one machine with all transcripts shows', async () => {
  const dsn = await newDatabase();
  using one = new CorpusBox('one');
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  const made = await laptop.claude('workspace', 'init', dsn);
  expect([made.code, made.err]).toEqual([0, '']);
  const joined = await desktop.claude('workspace', 'join', dsn);
  expect([joined.code, joined.err, joined.out]).toEqual([
    0,
    '',
    expect.stringMatching(/\d+ turns taken in from 1 other/),
  ]);
  await one.claude('scan');
  for (const report of REPORTS) {
    const truth = figures(await one.json(...report));
    for (const box of [laptop, desktop]) {
      const shown = await box.json<{ meta: { source: string } }>(...report);
      expect(figures(shown), report.join(' ')).toEqual(truth);
      expect(shown.meta.source).toBe('postgres');
    }
  }
  const status = await desktop.claude('workspace', 'status');
  expect([status.code, status.out]).toEqual([0, expect.stringMatching(/laptop {2}complete/)]);
  expect((await laptop.claude('workspace', 'sync')).out).toMatch(/^0 turns sent, 0 turns taken in/);
});

test('the dashboard of each shows what that of one machine with all transcripts shows, and says where from', async () => {
  const dsn = await newDatabase();
  using one = new CorpusBox('one');
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  await laptop.claude('workspace', 'init', dsn);
  await desktop.claude('workspace', 'join', dsn);
  await one.claude('scan');
  const answers = (box: CorpusBox) => box.servedAll([...API.map((name) => `api/v1/${name}`), 'api/data']);
  const truth = await answers(one);
  for (const box of [laptop, desktop]) {
    const shown = await answers(box);
    for (const [path, answer] of shown) expect(figures(answer), path).toEqual(figures(truth.get(path) ?? {}));
    expect(shown.get('api/v1/daily')).toMatchObject({ meta: { source: 'postgres' } });
    expect(shown.get('api/data')).toMatchObject({ all_machines: [expect.anything(), expect.anything()] });
  }
});

test('the page’s machines: both are there, and the database says how completely', async () => {
  const dsn = await newDatabase();
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  await laptop.claude('workspace', 'init', dsn);
  await desktop.claude('workspace', 'join', dsn);
  const paths = ['api/v1/machine-room', 'api/v1/machine-pair?left=laptop&right=desktop', 'api/v1/machine-papers'];
  const [room, pair, papers] = [...(await desktop.servedAll(paths)).values()];
  expect(room).toMatchObject({
    room: { machines: [expect.anything(), expect.anything()] },
    meta: { source: 'postgres' },
  });
  expect(pair).toMatchObject({ pair: { left: { machine: 'laptop' }, right: { machine: 'desktop' } } });
  expect(papers).toMatchObject({ workspace: { failure: null }, papers: [{ unit: 'turns', complete: true }] });
});

test('with rules that keep something home the ledger answers, which knows it', async () => {
  using laptop = new CorpusBox('laptop');
  const before = await laptop.daily();
  const { projects } = await laptop.json<{ projects: { project: string }[] }>('projects');
  laptop.write('.claude/workspace.json', { share: { deny: [projects[0]?.project] } });
  expect((await laptop.claude('workspace', 'init', await newDatabase())).code).toBe(0);
  expect(await laptop.json('daily')).toMatchObject({ ...before, meta: { source: 'ledger' } });
});

test('the union holds without a scan and without the other machine’s turns in the ledger', async () => {
  const dsn = await newDatabase();
  using one = new CorpusBox('one');
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  await laptop.claude('workspace', 'init', dsn);
  await desktop.claude('workspace', 'join', dsn);
  const { totals } = await one.daily();
  expect(await laptop.json('daily', '--no-scan')).toMatchObject({ totals, meta: { source: 'postgres' } });
});

test('the place is kept in workspace.json, which only its owner reads; one that others can read stops with the command', async () => {
  const dsn = await newDatabase();
  using laptop = new CorpusBox('laptop');
  await laptop.claude('workspace', 'init', dsn);
  const path = laptop.files.path('.claude', 'workspace.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ backend: 'postgres', pg_dsn: dsn });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  const sync = await laptop.claude('workspace', 'sync');
  expect([sync.code, sync.err]).toEqual([1, expect.stringContaining(`chmod 600 ${path}`)]);
  chmodSync(path, 0o600);
  expect((await laptop.claude('workspace', 'sync')).code).toBe(0);
});

test('with a server that is gone the ledger answers with the union as last seen, and says so', async () => {
  const server = await startPostgres(inject('postgresBin'));
  using one = new CorpusBox('one');
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  const truth = await one.daily();
  try {
    await laptop.claude('workspace', 'init', server.url);
    await desktop.claude('workspace', 'join', server.url);
    await laptop.claude('workspace', 'sync');
  } finally {
    await server.stop();
  }
  const before = performance.now();
  const daily = await laptop.claude('daily', '--json');
  const tookMs = performance.now() - before;
  expect(JSON.parse(daily.out)).toMatchObject({ totals: truth.totals, meta: { source: 'ledger' } });
  expect([daily.code, daily.err]).toEqual([0, expect.stringMatching(/could not be synced|figures of this ledger/)]);
  expect(tookMs).toBeLessThan(8000);
  expect((await laptop.claude('workspace', 'status')).code).toBe(1);
  expect((await laptop.claude('workspace', 'sync')).code).toBe(1);
});

test('a server that goes while the dashboard runs: the ledger answers, the same figures, and says so', async () => {
  const server = await startPostgres(inject('postgresBin'));
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  await laptop.claude('workspace', 'init', server.url);
  await desktop.claude('workspace', 'join', server.url);
  await laptop.claude('workspace', 'sync');
  const ran = await laptop.whileServing(async (url) => {
    const daily = async (range: string) =>
      (await (await fetch(`${url}api/v1/daily?range=${range}`)).json()) as { totals: object; meta: { source: string } };
    const before = await daily('all');
    expect(before.meta.source).toBe('postgres');
    await server.stop();
    expect(await daily('all')).toMatchObject({ totals: before.totals, meta: { source: 'ledger' } });
    expect((await fetch(`${url}api/data`)).status).toBe(200);
  });
  expect(ran.code).toBe(0);
});

test('before anything leaves, a terminal is asked; no is no', async () => {
  const dsn = await newDatabase();
  using laptop = new CorpusBox('laptop');
  const asked = (answer: string, ...more: string[]) =>
    laptop.run(['workspace', 'init', dsn, ...more], { env: laptop.env, answer });
  const refused = await asked('n');
  expect([refused.code, refused.err, refused.out]).toEqual([
    0,
    expect.stringContaining('Profile "mine"'),
    expect.stringContaining('Nothing was shared'),
  ]);
  expect((await laptop.claude('workspace', 'join', dsn)).err).toContain('There is no workspace');
  expect((await asked('n', '--yes')).err).toBe('');
  expect((await asked('')).out).toContain('Made and joined the workspace');
});

test('joining a database without a workspace makes none, and nothing is written down', async () => {
  using laptop = new CorpusBox('laptop');
  const joined = await laptop.claude('workspace', 'join', await newDatabase());
  expect([joined.code, joined.err]).toEqual([1, expect.stringContaining('There is no workspace in postgres://')]);
  expect((await laptop.claude('workspace', 'status')).err).toContain('no workspace is configured');
});

test('who leaves with --erase takes everything back, and the others forget it; who rescues keeps it', async () => {
  const dsn = await newDatabase();
  using laptop = new CorpusBox('laptop');
  using desktop = new CorpusBox('desktop');
  const before = await desktop.daily();
  await laptop.claude('workspace', 'init', dsn);
  await desktop.claude('workspace', 'join', dsn);
  const union = await desktop.daily();
  expect(union).not.toEqual(before);
  expect((await desktop.claude('workspace', 'rescue', 'laptop')).out).toMatch(/^\d+ turns of laptop are told/);
  expect((await laptop.claude('workspace', 'leave', '--erase')).code).toBe(0);
  expect(await desktop.daily()).toEqual(union);
  expect((await laptop.daily()).totals).not.toEqual(union.totals);
});
