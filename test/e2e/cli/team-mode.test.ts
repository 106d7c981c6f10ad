/**
 * What went wrong in the team mode of the older dashboards, one test each. Held elsewhere: Postgres not wired
 * (postgres/commands), figures that ignore the machine filter (server/machine-filter, conformance), a machine that appears
 * later (workspace.test, browser/machines), a second machine after an upgrade (upgrade/upgrade), an unmounted share
 * (workspace.test), one file that all write (replication), a newer schema (upgrade/upgrade), what sharing exposes
 * (workspace.test), requests from elsewhere (server/guard), settings that are wrong (config/load).
 */
import { copyFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompatData } from '../../../src/contract/reports/compat.ts';
import { CliMachine, turnRecord } from '../../support/cli-machine.ts';
import { TempHome } from '../../support/temp-home.ts';

interface Totals {
  readonly turns: number;
  readonly totalTokens: number;
  readonly totalCost: number;
}
interface MachineRow extends Totals {
  readonly machine: string;
  readonly team: string;
}
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString();

/** A machine that shares `drive` by its workspace.json, as a person configured the older dashboard. */
class Member extends CliMachine {
  constructor(drive: TempHome, name: string, team = '') {
    super();
    this.configure(drive, name, team);
  }
  /** Makes the workspace at its db_path, and tells it what it has. */
  async init(drive: TempHome): Promise<void> {
    await this.ok('workspace', 'init', drive.path('usage.db'));
    await this.ok('workspace', 'sync');
  }
  configure(drive: TempHome, name: string, team = ''): void {
    this.write('.claude/workspace.json', {
      backend: 'sqlite',
      db_path: drive.path('usage.db'),
      machine_id: name,
      team,
    });
  }
  async ok(...args: string[]): Promise<string> {
    const { code, out, err } = await this.run(args);
    expect(code, err).toBe(0);
    return out;
  }
  async totals(...args: string[]): Promise<Totals> {
    return (JSON.parse(await this.ok('daily', '--json', ...args)) as { totals: Totals }).totals;
  }
  async machines(): Promise<MachineRow[]> {
    const { machines } = JSON.parse(await this.ok('machines', '--json')) as { machines: MachineRow[] };
    return machines.sort((a, b) => (a.machine < b.machine ? -1 : 1));
  }
  /** While the dashboard runs: the token of its page, and its address. */
  async whileServing(visit: (url: string, token: string) => Promise<void>): Promise<void> {
    this.write('no-page/index.html', '<head><meta name="csrf-token" content=""></head>');
    const { code, err } = await this.run(['dashboard', '--no-open', '--port', '0'], {
      whileServing: async (out) => {
        const url = /http:\S+/.exec(out)?.[0] ?? 'none';
        const page = await (await fetch(url)).text();
        await visit(url, /csrf-token" content="([\w-]+)"/.exec(page)?.[1] ?? '');
      },
    });
    expect([code, err]).toEqual([0, '']);
  }
}

const dataOf = async (url: string): Promise<CompatData> =>
  (await (await fetch(new URL('api/data', url))).json()) as CompatData;
const tokensIn = (rows: readonly { input: number; output: number }[]): number =>
  rows.reduce((sum, r) => sum + r.input + r.output, 0);

/** Two machines of two teams, each with a session of its own, that have heard each other. */
async function pair(drive: TempHome): Promise<[Member, Member]> {
  const [laptop, desktop] = [new Member(drive, 'laptop', 'core'), new Member(drive, 'desktop', 'lab')];
  laptop.transcript('a', [turnRecord('a1', at(1)), turnRecord('a2', at(2))]);
  desktop.transcript('b', [turnRecord('b1', at(3), { session: '22222222-2222-4333-8444-555555555555' })]);
  await laptop.init(drive);
  for (const machine of [desktop, laptop]) await machine.ok('workspace', 'sync');
  return [laptop, desktop];
}

test('the scan, every command, the page and its rescan are about one ledger', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  const { turns, totalCost } = await laptop.totals();
  expect(turns).toBe(3);
  const today = JSON.parse(await laptop.ok('today', '--json')) as { totals: Totals };
  const week = JSON.parse(await laptop.ok('week', '--json')) as { totals: Totals };
  for (const report of [today, week]) expect(report.totals).toMatchObject({ turns, totalCost });
  await laptop.whileServing(async (url, token) => {
    const before = await dataOf(url);
    expect(before.daily_by_model.reduce((sum, row) => sum + row.turns, 0)).toBe(turns);
    const headers = { origin: new URL(url).origin, 'x-claude-usage-token': token };
    const rescan = await fetch(new URL('api/rescan?full=1', url), { method: 'POST', headers });
    expect(rescan.ok).toBe(true);
    expect((await dataOf(url)).daily_by_model).toEqual(before.daily_by_model);
  });
});

test('reading everything anew and a reset delete no machine’s history', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  writeFileSync(laptop.files.path('.claude/projects/-work-app/a.jsonl'), '');
  await laptop.whileServing(async (url, token) => {
    const headers = { origin: new URL(url).origin, 'x-claude-usage-token': token };
    for (const path of ['api/rescan?full=1', 'api/reset']) await fetch(new URL(path, url), { method: 'POST', headers });
  });
  for (const machine of [laptop, desktop]) expect(await machine.totals()).toMatchObject({ turns: 3 });
});

test('a team is kept, shown and a filter', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  for (const machine of [laptop, desktop]) {
    expect((await machine.machines()).map((m) => [m.machine, m.team, m.turns])).toEqual([
      ['desktop', 'lab', 1],
      ['laptop', 'core', 2],
    ]);
    expect(await machine.totals('--team', 'core')).toMatchObject({ turns: 2 });
    expect((await machine.run(['daily', '--team', 'cor'])).err).toContain('core');
  }
});

test('by machine there is cost, and the machines add up to the whole', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  const { totalCost } = await laptop.totals();
  await desktop.whileServing(async (url) => {
    const { by_machine, all_machines, daily_by_model } = await dataOf(url);
    expect([...all_machines].sort()).toEqual(['desktop', 'laptop']);
    expect(by_machine.reduce((sum, row) => sum + row.cost, 0)).toBeCloseTo(totalCost, 9);
    expect(by_machine.every((row) => row.cost > 0 && row.cache_1h > 0)).toBe(true);
    expect(tokensIn(by_machine)).toBe(tokensIn(daily_by_model));
  });
});

test('an older, half-written copy on another machine takes nothing from the whole one', async () => {
  using drive = new TempHome();
  using laptop = new Member(drive, 'laptop');
  using desktop = new Member(drive, 'desktop');
  const file = laptop.transcript('a', [turnRecord('a1', at(1), { output: 900 }), turnRecord('a2', at(2))]);
  await laptop.init(drive);
  const whole = await laptop.totals();
  desktop.transcript('a', [turnRecord('a1', at(1), { output: 3 })]);
  utimesSync(desktop.files.path('.claude/projects/-work-app/a.jsonl'), new Date(), new Date());
  for (const machine of [desktop, laptop, desktop]) await machine.ok('workspace', 'sync');
  expect(readFileSync(file, 'utf8')).toContain('900');
  for (const machine of [laptop, desktop]) expect(await machine.totals()).toEqual(whole);
});

test('a file that lies on two machines counts once, also its turns without an id of the API', async () => {
  using drive = new TempHome();
  using laptop = new Member(drive, 'laptop');
  using desktop = new Member(drive, 'desktop');
  const nameless = [1, 2].map((i) => {
    const { message, requestId: _, ...rest } = turnRecord(`n${i}`, at(i)) as { message: object; requestId: string };
    return { ...rest, message: { ...message, id: undefined } };
  });
  for (const machine of [laptop, desktop]) machine.transcript('a', [...nameless, turnRecord('a1', at(5))]);
  const alone = await laptop.totals();
  expect(alone.turns).toBe(3);
  await laptop.init(drive);
  for (const machine of [desktop, laptop]) await machine.ok('workspace', 'sync');
  for (const machine of [laptop, desktop]) expect(await machine.totals()).toEqual(alone);
});

test('of a session that went on elsewhere each machine has its own turns', async () => {
  using drive = new TempHome();
  using laptop = new Member(drive, 'laptop');
  using desktop = new Member(drive, 'desktop');
  const begun = [turnRecord('a1', at(1)), turnRecord('a2', at(2))];
  laptop.transcript('a', begun);
  await laptop.init(drive);
  const file = desktop.transcript('a', [...begun, turnRecord('a3', at(3))]);
  const later = new Date(Date.now() + 60_000);
  utimesSync(file, later, later);
  for (const machine of [desktop, laptop]) await machine.ok('workspace', 'sync');
  for (const machine of [laptop, desktop])
    expect((await machine.machines()).map((m) => [m.machine, m.turns])).toEqual([
      ['desktop', 1],
      ['laptop', 2],
    ]);
});

test('what one machine has read of a path is nothing to another with the same path', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  const hidden = turnRecord('b2', at(9), { session: '22222222-2222-4333-8444-555555555555' });
  // The same name, and fewer lines than the other machine has read of it.
  desktop.transcript('a', [hidden]);
  for (const machine of [desktop, laptop]) await machine.ok('workspace', 'sync');
  for (const machine of [laptop, desktop]) expect(await machine.totals()).toMatchObject({ turns: 4 });
});

test('a machine that gets another name stays the same machine, everywhere', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  laptop.configure(drive, 'laptop.local', 'core');
  for (const machine of [laptop, desktop]) await machine.ok('workspace', 'sync');
  for (const machine of [laptop, desktop])
    expect((await machine.machines()).map((m) => [m.machine, m.turns])).toEqual([
      ['desktop', 1],
      ['laptop.local', 2],
    ]);
});

test('the copies that a drive makes on a conflict are nobody’s turns', async () => {
  using drive = new TempHome();
  const [laptop, desktop] = await pair(drive);
  using _a = laptop;
  using _b = desktop;
  const whole = await laptop.totals();
  for (const entry of readdirSync(drive.home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [stem, ...rest] = entry.name.split('.');
    for (const mark of [' (desktop’s conflicted copy 2026-11-22)', '.sync-conflict-20261122-090000-ABCDEFG', ' (1)'])
      copyFileSync(join(entry.parentPath, entry.name), join(entry.parentPath, [`${stem}${mark}`, ...rest].join('.')));
  }
  for (const machine of [laptop, desktop]) {
    await machine.ok('workspace', 'sync');
    expect(await machine.totals()).toEqual(whole);
  }
});
