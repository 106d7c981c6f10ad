import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CliMachine, type Ran, type RunSetting } from '../support/cli-machine.ts';
import { OWN_CORPUS } from '../support/own-corpus.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { freePort } from '../support/postgres-server.ts';

const ROOTS = {
  laptop: ['everyday', 'copies', 'zones'],
  desktop: ['copies', 'prices', 'identity'],
  one: ['everyday', 'copies', 'zones', 'prices', 'identity'],
};

class Box extends CliMachine {
  readonly env: Record<string, string>;
  constructor(name: keyof typeof ROOTS, env: Record<string, string> = {}) {
    super();
    const roots = ROOTS[name].map((root) => join(OWN_CORPUS, root)).join(',');
    this.env = { CLAUDE_CONFIG_DIR: roots, CLAUDE_USAGE_MACHINE_ID: name, ...env };
  }
  claude(args: readonly string[], setting: RunSetting = {}): Promise<Ran> {
    return this.run(args, { ...setting, env: this.env });
  }
  async daily(...flags: string[]): Promise<{ totals: object; daily: object[]; source: string; err: string }> {
    const ran = await this.claude(['daily', '--json', ...flags]);
    const { totals, daily, meta } = JSON.parse(ran.out) as {
      totals: object;
      daily: object[];
      meta: { source: string };
    };
    return { totals, daily, source: meta.source, err: ran.err };
  }
  /** What the dashboard answers at this address. */
  async served(path: string): Promise<unknown> {
    let found: unknown;
    const ran = await this.claude(['dashboard', '--no-open', '--port', '0'], {
      whileServing: async (out) => {
        const url = /http:\S+/.exec(out)?.[0] ?? 'none';
        found = await (await fetch(new URL(path, url))).json();
      },
    });
    expect(ran.code).toBe(0);
    return found;
  }
}

test('two machines that share a Postgres each show the totals of one machine that had all the transcripts', async () => {
  const dsn = await newDatabase();
  using one = new Box('one');
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  const made = await laptop.claude(['workspace', 'init', dsn]);
  expect([made.code, made.out]).toEqual([0, expect.stringContaining('Profile "mine"')]);
  const joined = await desktop.claude(['workspace', 'join', dsn]);
  expect([joined.code, joined.out]).toEqual([0, expect.stringContaining('turns taken in from 1 other')]);
  const { totals, daily } = await one.daily();
  for (const machine of [laptop, desktop]) {
    expect(await machine.daily()).toEqual({ totals, daily, source: 'postgres', err: '' });
    const data = (await machine.served('api/data')) as { all_machines: unknown[] };
    expect(data.all_machines).toHaveLength(2);
    expect(await machine.served('api/v1/daily')).toMatchObject({ totals, daily, meta: { source: 'postgres' } });
  }
  const status = await desktop.claude(['workspace', 'status']);
  expect([status.code, status.out]).toEqual([0, expect.stringMatching(/laptop {2}complete/)]);
});

test('with rules that keep something home the ledger answers, which knows it', async () => {
  const dsn = await newDatabase();
  using laptop = new Box('laptop');
  const before = await laptop.daily();
  const { projects } = JSON.parse((await laptop.claude(['projects', '--json'])).out) as {
    projects: { project: string }[];
  };
  laptop.write('.claude/workspace.json', { share: { deny: [projects[0]?.project] } });
  expect((await laptop.claude(['workspace', 'init', dsn])).code).toBe(0);
  expect(await laptop.daily()).toEqual(before);
});

test('a database that is away: the ledger answers with the union as last seen, and says so', async () => {
  const dsn = await newDatabase();
  using one = new Box('one');
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  await laptop.claude(['workspace', 'init', dsn]);
  await desktop.claude(['workspace', 'join', dsn]);
  const { totals, daily } = await one.daily();
  const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/gone`;
  desktop.env['CLAUDE_USAGE_PG'] = nowhere;
  const away = await desktop.daily();
  expect(away).toMatchObject({ totals, daily, source: 'ledger' });
  expect(away.err).toContain('ECONNREFUSED');
  const status = await desktop.claude(['workspace', 'status']);
  expect([status.code, status.out]).toEqual([1, expect.stringContaining('is away')]);
});

test('leaving takes back what was told, and the others forget it', async () => {
  const dsn = await newDatabase();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  const before = await desktop.daily();
  await laptop.claude(['workspace', 'init', dsn]);
  await desktop.claude(['workspace', 'join', dsn]);
  expect((await desktop.daily()).totals).not.toEqual(before.totals);
  expect((await laptop.claude(['workspace', 'leave', '--erase'])).code).toBe(0);
  expect((await desktop.daily()).totals).toEqual(before.totals);
});

test('a password that others can read stops with the command to run', async () => {
  const dsn = await newDatabase();
  using laptop = new Box('laptop');
  await laptop.claude(['workspace', 'init', dsn]);
  const file = laptop.files.path('.claude/workspace.json');
  chmodSync(file, 0o644);
  const sync = await laptop.claude(['workspace', 'sync']);
  expect([sync.code, sync.err]).toEqual([1, expect.stringContaining(`chmod 600 ${file}`)]);
  chmodSync(file, 0o600);
  expect((await laptop.claude(['workspace', 'sync'])).code).toBe(0);
});
