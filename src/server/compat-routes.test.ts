import { expect, test } from 'vitest';
import { compatData, compatSessionDetail } from '../contract/reports/compat.ts';
import type { CompatTokens } from '../contract/reports/compat.ts';
import { EXPORT_COLUMNS, EXPORT_TYPES } from '../contract/reports/export.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { MemoryLedger } from '../../test/support/memory-ledger.ts';
import { CONTENTS, serverApp } from '../../test/support/server-app.ts';

test.each([
  [OTHER_ROUTES.todayCost.path, /^\d+\.\d\d$/],
  [OTHER_ROUTES.monthCost.path, /^\d+\.\d\d$/],
  [OTHER_ROUTES.activeSessions.path, /^\d+$/],
  [OTHER_ROUTES.budgetPct.path, /^\d+$/],
])('%s is one number in plain text, without a line end', async (path, form) => {
  const response = await serverApp().request(path);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await response.text()).toMatch(form);
});

test('a text for a status bar says what the report says, and of today only', async () => {
  const { request } = serverApp();
  const costOf = async (query: string): Promise<string> =>
    (
      (await (await request(`/api/v1/models${query}`)).json()) as { totals: { totalCost: number } }
    ).totals.totalCost.toFixed(2);
  const today = await (await request('/api/text/today-cost')).text();
  const month = await (await request('/api/text/month-cost')).text();
  expect(today).toBe(await costOf('?range=today'));
  expect(month).toBe(await costOf('?range=month'));
  expect(Number(month)).toBeGreaterThan(Number(today));
});

test('status bars read how many sessions are active and how much of the budget is used', async () => {
  const { request, clock } = serverApp();
  const textOf = async (path: string): Promise<string> => (await request(path)).text();
  expect(await textOf('/api/text/active-sessions')).toBe('0');
  expect(await textOf('/api/text/budget-pct')).toBe(String(Math.round(Number(await costOfMonth(request)) * 100)));
  expect(await (await serverApp({ monthlyBudgetUsd: undefined }).request('/api/text/budget-pct')).text()).toBe('0');
  clock.nowMs = Date.UTC(2026, 10, 22, 13, 59);
  expect(await textOf('/api/text/active-sessions')).toBe('2');
});

async function costOfMonth(request: ReturnType<typeof serverApp>['request']): Promise<number> {
  const report = (await (await request('/api/v1/models?range=month')).json()) as { totals: { totalCost: number } };
  return report.totals.totalCost;
}

test('/api/data: every key that older programs read, with totals equal to the reports', async () => {
  const { request } = serverApp();
  const body: unknown = await (await request('/api/data')).json();
  const data = compatData.parse(body);
  expect(data).toEqual(body);
  const { totals } = (await (await request('/api/v1/daily')).json()) as {
    totals: { totalTokens: number; totalCost: number };
  };
  const views: readonly (CompatTokens & { turns: number; cost: number })[][] = [
    data.daily_by_model,
    data.sessions_all,
    data.by_machine,
  ];
  for (const rows of views) {
    expect(sum(rows, (row) => row.input + row.output + row.cache_read + row.cache_creation + row.cache_1h)).toBe(
      totals.totalTokens,
    );
    expect(sum(rows, (row) => row.cost)).toBeCloseTo(totals.totalCost, 8);
    expect(sum(rows, (row) => row.turns)).toBe(4);
  }
  expect(sum(data.hourly_by_model, (row) => row.turns)).toBe(4);
  expect(sum(data.dow_hour.flat(), (cell) => cell.tokens)).toBe(totals.totalTokens);
});

const sum = <R>(rows: readonly R[], of: (row: R) => number): number => rows.reduce((total, row) => total + of(row), 0);

test('/api/data: local days and hours, last active first, machines by name and by input and output', async () => {
  const { request, clock } = serverApp();
  const data = compatData.parse(await (await request('/api/data')).json());
  expect(data.generated_at).toBe('2026-11-22 16:00');
  expect(data.hourly_by_model[0]).toEqual({
    day: '2026-11-21',
    hour: 10,
    model: 'claude-opus-4-7',
    output: 200,
    turns: 1,
  });
  expect(data.sessions_all[0]).toMatchObject({
    session_id: '0a1b2c3d',
    session_id_full: '0a1b2c3d-0000-4000-8000-000000000001',
    session_name: 'Fix the parser',
    machine_id: 'laptop',
    first: '2026-11-22 10:00',
    last: '2026-11-22 10:01',
    last_date: '2026-11-22',
    duration_min: 1,
  });
  expect(data.all_machines).toEqual(data.by_machine.map((row) => row.machine_id));
  expect(data.by_machine[0]).toMatchObject({
    machine_id: 'laptop',
    sessions: 2,
    turns: 3,
    input: 300,
    cache_creation: 900,
    cache_1h: 1200,
  });
  expect(data.all_models.map((model) => model.first_seen)).toEqual(['2026-11-21', '2026-11-22', '2026-11-22']);
  expect(data.streak).toBe(2);
  clock.nowMs += 86_400_000;
  expect(compatData.parse(await (await request('/api/data')).json()).streak).toBe(2);
  clock.nowMs += 86_400_000;
  expect(compatData.parse(await (await request('/api/data')).json()).streak).toBe(0);
});

test('/api/session: one session with its turns, tools and folders; an unknown one is not found', async () => {
  const { request } = serverApp();
  const body: unknown = await (await request('/api/session?session_id=0a1b2c3d-0000-4000-8000-000000000001')).json();
  const detail = compatSessionDetail.parse(body);
  expect(detail).toEqual(body);
  expect(detail.session.turns).toBe(2);
  expect(detail.turn_history.map((turn) => turn.timestamp_short)).toEqual(['10:00:00', '10:01:00']);
  expect(detail.turn_history.at(-1)?.cum_cost).toBe(detail.total_cost);
  expect(detail.tool_usage).toEqual([{ tool_name: 'Bash', turns: 2, tokens: 12_000 }]);
  expect(detail.cwd_usage).toEqual([{ cwd: '/home/u/work/api', turns: 2 }]);
  expect((await request('/api/session?session_id=nothing')).status).toBe(404);
});

test('a query that an older program adds is let be, as it always was', async () => {
  expect((await serverApp().request('/api/text/today-cost?_=1700000000')).status).toBe(200);
  expect((await serverApp().request('/api/session')).status).toBe(400);
});

test.each(EXPORT_TYPES)('export of %s: a download whose columns are the documented ones', async (type) => {
  const response = await serverApp().request(`/api/export.csv?type=${type}`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="claude-usage-2026-11-22-${type}.csv"`,
  );
  const text = await response.text();
  expect(text.split('\r\n')[0]).toBe(EXPORT_COLUMNS[type].join(','));
  expect(text.endsWith('\r\n')).toBe(true);
});

test('an export takes the filters, and refuses what it does not know', async () => {
  const { request } = serverApp();
  const lines = async (query: string): Promise<number> =>
    (await (await request(`/api/export.csv?type=turns${query}`)).text()).match(/^2026-/gm)?.length ?? 0;
  expect(await lines('')).toBe(4);
  expect(await lines('&machine=laptop')).toBe(3);
  expect((await request('/api/export.csv?type=secrets')).status).toBe(400);
  expect((await request('/api/export.csv?type=turns&machine=nobody')).status).toBe(400);
  expect((await request('/api/export.json?machine=nobody')).status).toBe(400);
});

test('the JSON export holds every type, also of an empty ledger', async () => {
  const { request } = serverApp();
  const all = (await (await request('/api/export.json')).json()) as Record<string, unknown[]>;
  expect(Object.keys(all)).toEqual(EXPORT_TYPES);
  expect(all['turns']).toHaveLength(4);
  expect(all['machines']).toHaveLength(2);
  const empty = serverApp({ reader: new MemoryLedger({ ...CONTENTS, machines: [], titles: {} }) });
  expect(await (await empty.request('/api/export.json')).json()).toEqual(
    Object.fromEntries(EXPORT_TYPES.map((type) => [type, []])),
  );
  expect(await (await empty.request('/api/export.csv')).text()).toBe(`${EXPORT_COLUMNS.daily.join(',')}\r\n`);
});

test('a reader that leaves an export early, or only asks for its head, does not keep the ledger busy', async () => {
  const reader = new MemoryLedger(CONTENTS) as LedgerReader;
  const turns = reader.turns.bind(reader);
  let open = 0;
  reader.turns = async function* (query) {
    open++;
    try {
      yield* turns(query);
    } finally {
      open--;
    }
  };
  const { request } = serverApp({ reader });
  await (await request('/api/export.csv?type=turns')).body?.cancel();
  expect(open).toBe(0);
  await request('/api/export.csv?type=turns', { method: 'HEAD' });
  expect(open).toBe(0);
});

test('metrics: every line is a comment or a sample, whatever a model calls itself', async () => {
  const { request, live, scanner } = serverApp();
  await live.request({ full: false });
  const response = await request('/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(
      /^(# (HELP|TYPE) claude_usage_\w+ .+|claude_usage_\w+(\{(\w+="([^"\\\n]|\\["\\n])*",?)+\})? [\d.e+-]+)$/u,
    );
  }
  expect(text).toContain('claude_usage_tokens_total{model="claude-haiku-4-5",type="cache_read"} 5000\n');
  expect(text).toContain('claude_usage_turns_total{model="claude-opus-4-7"} 2\n');
  expect(text).toContain('claude_usage_unpriced_tokens_total 6000\n');
  expect(text).toContain('claude_usage_scan_failed 0\n');
  expect(text).toContain(`claude_usage_last_scan_timestamp_seconds ${Date.UTC(2026, 10, 22, 15) / 1000}\n`);
  expect(scanner.fail).toBeUndefined();
});
