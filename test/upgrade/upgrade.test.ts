import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { LedgerReader, UsageCell } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { TempHome } from '../support/temp-home.ts';
import { buildOlder, LAYOUTS, readRows, type Row } from './older-database.ts';

const OPTIONS = { machineName: 'studio', zone: 'UTC' } as const;
const CWD = '/home/ada/src/lantern';

const TURNS: readonly Row[] = [
  turn('s1', '2026-03-01T10:00:00.000Z', {
    message_id: 'msg_1',
    input_tokens: 10,
    output_tokens: 20,
    cache_read_tokens: 30,
    cache_creation_tokens: 40,
    cache_1h_tokens: 5,
  }),
  turn('s1', '2026-03-01T10:05:00.000Z', {
    message_id: 'msg_2',
    input_tokens: 1,
    output_tokens: 2,
    tool_name: 'Bash',
    machine_id: 'studio',
  }),
  turn('s1', '2026-03-02T10:05:00.000Z', {
    message_id: 'msg_3',
    input_tokens: 7,
    output_tokens: 9,
    is_subagent: 1,
    agent_id: 'a1',
  }),
  turn('s2', '2026-03-02T11:00:00Z', {
    message_id: null,
    input_tokens: 100,
    output_tokens: 200,
    cache_creation_tokens: 250_000,
  }),
  turn('s2', '2026-03-03T11:00:00Z', { message_id: '', model: null, input_tokens: 3, output_tokens: 4 }),
];
const SESSIONS: readonly Row[] = [
  {
    session_id: 's1',
    project_name: 'src/lantern',
    first_timestamp: TURNS[0]!.timestamp!,
    last_timestamp: TURNS[2]!.timestamp!,
    git_branch: 'main',
    session_name: 'Lamp',
    topic: 'Lamp',
    account: 'work',
    turn_count: 3,
  },
  { session_id: 's2', project_name: 'src/lantern', git_branch: 'dev', turn_count: 2 },
];

function turn(session_id: string, timestamp: string, more: Row): Row {
  return { session_id, timestamp, model: 'claude-opus-4-6', cwd: CWD, ...more };
}

async function upgraded<T>(path: string, read: (reader: LedgerReader) => Promise<T>): Promise<T> {
  await using ledger = await openLedger(path, OPTIONS);
  expect(ledger.quickCheck()).toBe('ok');
  expect(ledger.verify().ok).toBe(true);
  return await read(ledger.reader);
}
const totals = (reader: LedgerReader): Promise<readonly UsageCell[]> =>
  reader.usage({ by: [], range: {}, zone: 'UTC', filter: {} });
function sum(cells: readonly UsageCell[]): Record<string, number> {
  const of = (key: 'turns' | 'input' | 'output' | 'cache5m' | 'cache1h' | 'cacheRead'): number =>
    cells.reduce((s, c) => s + c[key], 0);
  return {
    turns: of('turns'),
    input: of('input'),
    output: of('output'),
    cache5m: of('cache5m'),
    cache1h: of('cache1h'),
    cacheRead: of('cacheRead'),
  };
}
const backupsOf = (path: string): string[] => readdirSync(dirname(path)).filter((n) => n.includes('.backup-'));

describe.each(Object.entries(LAYOUTS))('layout %s', (_name, spec) => {
  const knowsIds = spec.turns.includes('message_id TEXT');
  const knowsHours = spec.turns.some((c) => c.startsWith('cache_1h'));

  test('counts what the older tables hold', async () => {
    using home = new TempHome();
    buildOlder(home.ledger, spec, TURNS, SESSIONS);
    const cells = await upgraded(home.ledger, totals);
    expect(sum(cells)).toEqual({
      turns: 5,
      input: 121,
      output: 235,
      cache5m: 250_040,
      cache1h: knowsHours ? 5 : 0,
      cacheRead: 30,
    });
  });

  test('keeps both tables whole, and every other one', async () => {
    using home = new TempHome();
    buildOlder(home.ledger, spec, TURNS, SESSIONS);
    const tables = readRows(
      home.ledger,
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    ).map((r) => String(r.name));
    const before = new Map(tables.map((t) => [t, readRows(home.ledger, `SELECT * FROM "${t}" ORDER BY 1`)]));
    await upgraded(home.ledger, totals);
    for (const [table, rows] of before) {
      const kept = table === 'turns' || table === 'sessions' ? `legacy_${table}` : table;
      expect(readRows(home.ledger, `SELECT * FROM "${kept}" ORDER BY 1`)).toEqual(rows);
    }
  });

  test('the documented columns stay readable as turns and sessions', async () => {
    using home = new TempHome();
    buildOlder(home.ledger, spec, TURNS, SESSIONS);
    const columns = (table: string): string[] =>
      readRows(home.ledger, `SELECT name FROM pragma_table_info('${table}')`).map((r) => String(r.name));
    const [turnColumns, sessionColumns] = [columns('turns'), columns('sessions')];
    await upgraded(home.ledger, totals);
    expect(columns('turns')).toEqual(expect.arrayContaining([...turnColumns, 'machine_id']));
    expect(columns('sessions')).toEqual(expect.arrayContaining([...sessionColumns, 'machine_id']));
    const [first] = readRows(home.ledger, 'SELECT * FROM turns ORDER BY timestamp');
    expect(first).toMatchObject({
      session_id: 's1',
      timestamp: '2026-03-01T10:00:00.000Z',
      input_tokens: 10,
      cache_creation_tokens: 40,
      cwd: CWD,
      machine_id: 'studio',
      message_id: knowsIds ? 'msg_1' : null,
    });
    expect(readRows(home.ledger, 'SELECT * FROM sessions ORDER BY session_id')).toMatchObject([
      { session_id: 's1', project_name: 'src/lantern', git_branch: 'main', turn_count: 3, total_input_tokens: 18 },
      { session_id: 's2', git_branch: 'dev', turn_count: 2 },
    ]);
  });

  test('is backed up beside, byte for byte in content', async () => {
    using home = new TempHome();
    buildOlder(home.ledger, spec, TURNS, SESSIONS);
    const dump = (path: string): Row[][] =>
      ['turns', 'sessions', 'processed_files'].map((t) => readRows(path, `SELECT * FROM ${t} ORDER BY 1`));
    const before = dump(home.ledger);
    await upgraded(home.ledger, totals);
    const [backup, ...others] = backupsOf(home.ledger);
    expect(others).toEqual([]);
    expect(backup).toMatch(/^usage\.db\.backup-\d{8}T\d{6}Z-[0-9a-f]{12}$/);
    expect(dump(home.path('.claude', backup!))).toEqual(before);
  });

  test('opens the second time as a ledger, and makes no second machine', async () => {
    using home = new TempHome();
    buildOlder(home.ledger, spec, TURNS, SESSIONS);
    const first = await upgraded(home.ledger, totals);
    const size = statSync(home.ledger).size;
    expect(await upgraded(home.ledger, totals)).toEqual(first);
    expect(statSync(home.ledger).size).toBe(size);
    const machines = await upgraded(home.ledger, (r) => r.machines());
    expect(machines.map((m) => [m.name, m.self])).toEqual([['studio', true]]);
    expect(backupsOf(home.ledger)).toHaveLength(1);
  });
});

test('facts of turns and sessions come along', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V5!, TURNS, SESSIONS);
  await upgraded(home.ledger, async (reader) => {
    expect((await reader.projects()).map((p) => [p.key, p.name])).toEqual([['dir:src/lantern', 'src/lantern']]);
    expect(
      (await reader.usage({ by: ['side'], range: {}, zone: 'UTC', filter: {} })).filter((c) => c.side === 1),
    ).toMatchObject([{ turns: 1, input: 7 }]);
    expect(new Set((await reader.priceClasses()).map((c) => `${c.model} ${c.context}`))).toEqual(
      new Set([' 0', 'claude-opus-4-6 0', 'claude-opus-4-6 2']),
    );
    expect(await reader.stats()).toMatchObject({
      turns: 5,
      sessions: 2,
      legacyTurns: 5,
      legacyDuplicates: 0,
      unfinalTurns: 0,
    });
  });
});

test('titles come from session_name, else from topic', async () => {
  for (const layout of [LAYOUTS.V2!, LAYOUTS.V7!]) {
    using home = new TempHome();
    buildOlder(home.ledger, layout, TURNS, SESSIONS);
    expect((await upgraded(home.ledger, (r) => r.findSession('s1')))?.title).toBe('Lamp');
  }
});

test('a worktree and a folder below the project are folded into it, as a scan does', async () => {
  using home = new TempHome();
  const at = (session_id: string, cwd: string): Row =>
    turn(session_id, '2026-03-01T10:00:00Z', { cwd, output_tokens: session_id.length });
  buildOlder(
    home.ledger,
    LAYOUTS.V1!,
    [
      at('s', `${CWD}/web/src`),
      at('tt', `${CWD}/.claude/worktrees/fix`),
      at('uuu', ''),
      at('vvvv', 'C:\\src\\lantern'),
    ],
    [
      { session_id: 's', project_name: 'src/lantern' },
      { session_id: 'tt', project_name: 'worktrees/fix' },
      { session_id: 'uuu', project_name: 'src/lantern' },
    ],
  );
  expect((await upgraded(home.ledger, (r) => r.projects())).map((p) => p.name)).toEqual(['src/lantern']);
});

test('rows without time, model, session or counts are kept and counted', async () => {
  using home = new TempHome();
  const odd: Row[] = [
    { session_id: 's1', timestamp: null, model: null, cwd: null, input_tokens: 1 },
    { session_id: 's1', timestamp: 'yesterday', model: '', cwd: '', input_tokens: 2, output_tokens: null },
    { session_id: 's1', timestamp: '2026-03-01T10:00:00Z', model: 'm', input_tokens: 4 },
    { session_id: null, timestamp: '9999-99-99', input_tokens: '8', output_tokens: 'many' },
    { session_id: 's9', timestamp: null, input_tokens: -5, output_tokens: 1.9 },
  ];
  buildOlder(home.ledger, LAYOUTS.V1!, odd);
  const cells = await upgraded(home.ledger, (r) => r.usage({ by: ['day'], range: {}, zone: 'UTC', filter: {} }));
  expect(sum(cells)).toMatchObject({ turns: 5, input: 15, output: 1 });
  // An undated row lies with its session, else with the oldest row: never in 1970, never today.
  expect(new Set(cells.map((c) => c.day))).toEqual(new Set([Date.UTC(2026, 2, 1) / 86_400_000]));
});

test('equal rows are told apart, also where NULL and empty text both mean no session', async () => {
  using home = new TempHome();
  const row = { model: 'm', output_tokens: 5, timestamp: null };
  buildOlder(home.ledger, LAYOUTS.V1!, [
    { session_id: null, ...row },
    { session_id: '', ...row },
    { session_id: '', ...row },
    { session_id: 'unknown', ...row },
  ]);
  expect(sum(await upgraded(home.ledger, totals))).toMatchObject({ turns: 4, output: 20 });
});

test('a session without turns stays to be seen', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V3!, TURNS, [
    ...SESSIONS,
    { session_id: 's3', project_name: 'old/one', total_input_tokens: 77, turn_count: 1, account: 'home' },
  ]);
  await upgraded(home.ledger, totals);
  expect(
    readRows(
      home.ledger,
      `SELECT session_id, account, total_input_tokens FROM sessions WHERE session_id IN ('s1', 's3') ORDER BY 1`,
    ),
  ).toEqual([
    { session_id: 's1', account: 'work', total_input_tokens: 18 },
    { session_id: 's3', account: 'home', total_input_tokens: 77 },
  ]);
});

test('unknown columns stay visible in the views, with or without an id', async () => {
  using home = new TempHome();
  const spec = { turns: ['mood TEXT', 'message_id TEXT', '"odd ""name" TEXT'], sessions: ['Stars INTEGER'] };
  buildOlder(
    home.ledger,
    spec,
    [
      turn('s1', '2026-03-01T10:00:00Z', { message_id: 'msg_1', output_tokens: 1, mood: 'good' }),
      turn('s1', '2026-03-01T11:00:00Z', { output_tokens: 2, mood: 'bad' }),
    ],
    [{ session_id: 's1', Stars: 5 }],
  );
  await upgraded(home.ledger, totals);
  expect(
    readRows(home.ledger, 'SELECT output_tokens, mood, "odd ""name" AS odd FROM turns ORDER BY timestamp'),
  ).toEqual([
    { output_tokens: 1, mood: 'good', odd: null },
    { output_tokens: 2, mood: 'bad', odd: null },
  ]);
  expect(readRows(home.ledger, 'SELECT stars FROM sessions')).toEqual([{ Stars: 5 }]);
});

test('tables and views of others survive, also under a name of ours', async () => {
  using home = new TempHome();
  const more = `CREATE TABLE project (mine TEXT); INSERT INTO project VALUES ('x'); CREATE VIEW busy AS SELECT session_id, COUNT(*) AS n FROM turns GROUP BY 1;`;
  buildOlder(home.ledger, { ...LAYOUTS.V1!, more }, TURNS, SESSIONS);
  await upgraded(home.ledger, totals);
  expect(readRows(home.ledger, 'SELECT * FROM legacy_project')).toEqual([{ mine: 'x' }]);
  expect(readRows(home.ledger, 'SELECT * FROM busy ORDER BY 1')).toEqual([
    { session_id: 's1', n: 3 },
    { session_id: 's2', n: 2 },
  ]);
});

test('what still lies in a write-ahead log is upgraded and backed up', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, TURNS, SESSIONS);
  const other = new Database(home.ledger);
  other.pragma('journal_mode = WAL');
  other
    .prepare('INSERT INTO turns (session_id, timestamp, output_tokens) VALUES (?, ?, ?)')
    .run('s1', '2026-03-04T00:00:00Z', 1000);
  expect(sum(await upgraded(home.ledger, totals))).toMatchObject({ turns: 6, output: 1235 });
  other.close();
  expect(readRows(home.path('.claude', backupsOf(home.ledger)[0]!), 'SELECT COUNT(*) AS n FROM turns')).toEqual([
    { n: 6 },
  ]);
});

describe('machines', () => {
  const on = (message_id: string, machine_id: string | null): Row =>
    turn('s1', '2026-03-01T10:00:00Z', { message_id, machine_id, output_tokens: 1 });
  async function namesAfter(turns: readonly Row[]): Promise<(string | number)[][]> {
    using home = new TempHome();
    buildOlder(home.ledger, LAYOUTS.V4!, turns);
    return await upgraded(home.ledger, async (reader) => {
      const cells = await reader.usage({ by: ['machine'], range: {}, zone: 'UTC', filter: {} });
      const turnsOf = (id: number): number => cells.filter((c) => c.machine === id).reduce((s, c) => s + c.turns, 0);
      return (await reader.machines()).map((m) => [m.name, turnsOf(m.id)]);
    });
  }
  test('no name, the own name and its longer form are this machine', async () => {
    expect(
      await namesAfter([on('a', null), on('b', ''), on('c', 'studio'), on('d', 'Studio.local'), on('e', 'local')]),
    ).toEqual([['studio', 5]]);
  });
  test('one other name is this machine before it was renamed', async () => {
    expect(await namesAfter([on('a', null), on('b', 'old-laptop')])).toEqual([['studio', 2]]);
  });
  test('of several names the others are machines of their own', async () => {
    expect(await namesAfter([on('a', null), on('b', 'studio'), on('c', 'laptop'), on('d', 'box')])).toEqual([
      ['studio', 2],
      ['box', 1],
      ['laptop', 1],
    ]);
  });
});

describe('what cannot be upgraded is left as it was', () => {
  test('a newer ledger is refused untouched', async () => {
    using home = new TempHome();
    const db = new Database(home.ledger);
    db.exec(
      `CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT); INSERT INTO ledger_meta VALUES ('format', '999')`,
    );
    db.close();
    const bytes = readFileSync(home.ledger);
    await expect(openLedger(home.ledger, OPTIONS)).rejects.toMatchObject({ code: 'ledger-newer' });
    expect(readFileSync(home.ledger).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(home.ledger)).toSorted()).toEqual(['projects', 'usage.db']);
  });
  test('a damaged one, with no backup that would be as damaged', async () => {
    using home = new TempHome();
    buildOlder(
      home.ledger,
      LAYOUTS.V1!,
      Array.from({ length: 500 }, (_, i) => turn('s1', '2026-03-01T10:00:00Z', { message_id: `m${i}` })),
    );
    const { truncateSync } = await import('node:fs');
    truncateSync(home.ledger, statSync(home.ledger).size - 8192);
    const bytes = readFileSync(home.ledger);
    await expect(openLedger(home.ledger, OPTIONS)).rejects.toMatchObject({
      code: expect.stringMatching(/^(upgrade-failed|ledger-unreadable)$/),
    });
    expect(readFileSync(home.ledger).equals(bytes)).toBe(true);
    expect(backupsOf(home.ledger)).toEqual([]);
  });
});

test('says once what it did', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, TURNS, SESSIONS);
  const said: string[] = [];
  for (let i = 0; i < 2; i++)
    await (await openLedger(home.ledger, { ...OPTIONS, onUpgrade: (m) => said.push(m) })).close();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('5 turns taken over');
  expect(said[0]).toContain(backupsOf(home.ledger)[0]);
});
