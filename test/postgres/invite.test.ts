import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { openPostgres } from '../../src/ledger/dialect/postgres.ts';
import { invite } from '../../src/workspace/postgres/invite.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate, readWorkspace } from '../../src/workspace/postgres/schema.ts';
import { CliMachine } from '../support/cli-machine.ts';
import { OWN_CORPUS } from '../support/own-corpus.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { example } from '../support/shared-turn-example.ts';
import { CALENDAR, NOW_MS } from '../support/strict-workspace.ts';

const unused = (name: string): string => `${name}_${process.pid}_${Date.now().toString(36)}`;
const as = (dsn: string, role: string, password: string): string => {
  const url = new URL(dsn);
  [url.username, url.password] = [role, password];
  return url.href;
};
async function ask(dsn: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: dsn });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

afterEach(() => vi.unstubAllEnvs());

/** The driver looks for passwords in the process's own home, which here is nobody's. */
const usePasswordsOf = (machine: CliMachine): unknown => vi.stubEnv('PGPASSFILE', join(machine.home, '.pgpass'));

test('what invite prints, run as it stands on the other machine, joins it; a reader sees the same and tells nothing', async () => {
  const dsn = await newDatabase();
  using laptop = new CliMachine();
  using desktop = new CliMachine();
  using onlooker = new CliMachine();
  const roots = { laptop: join(OWN_CORPUS, 'everyday'), desktop: join(OWN_CORPUS, 'prices') };
  const names = { desktop: unused('desktop'), onlooker: unused('onlooker') };
  try {
    const env = { CLAUDE_CONFIG_DIR: roots.laptop, CLAUDE_USAGE_MACHINE_ID: 'laptop' };
    expect((await laptop.run(['workspace', 'init', dsn], { env })).code).toBe(0);
    const follow = async (machine: CliMachine, said: string, more: Record<string, string>): Promise<void> => {
      const [line = '', command = ''] = said.split('\n').filter((text) => text.startsWith('  '));
      execFileSync('sh', ['-c', line], { env: { HOME: machine.home, PATH: process.env.PATH ?? '' } });
      expect(statSync(join(machine.home, '.pgpass')).mode & 0o777).toBe(0o600);
      usePasswordsOf(machine);
      const ran = await machine.run(command.trim().split(' ').slice(1), { env: more });
      expect([ran.code, ran.err]).toEqual([0, '']);
    };
    const invited = await laptop.run(['workspace', 'invite', names.desktop], { env });
    const theirs = { CLAUDE_CONFIG_DIR: roots.desktop, CLAUDE_USAGE_MACHINE_ID: 'desktop' };
    await follow(desktop, invited.out, theirs);
    const reading = await laptop.run(['workspace', 'invite', names.onlooker, '--reader'], { env });
    const nothing = { CLAUDE_CONFIG_DIR: join(onlooker.home, 'none') };
    await follow(onlooker, reading.out, nothing);
    const totals = async (machine: CliMachine, of: Record<string, string>): Promise<unknown> => {
      usePasswordsOf(machine);
      return (JSON.parse((await machine.run(['daily', '--json'], { env: of })).out) as { totals: unknown }).totals;
    };
    const seen = await totals(laptop, env);
    expect(await totals(desktop, theirs)).toEqual(seen);
    expect(await totals(onlooker, nothing)).toEqual(seen);
    const again = await laptop.run(['workspace', 'invite', names.desktop], { env });
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('exists already')]);
  } finally {
    for (const name of Object.values(names))
      await ask(dsn, `DROP OWNED BY claude_usage_${name}`, `DROP ROLE claude_usage_${name}`);
  }
});

test('an owner that may not make roles gets statements, which somebody who may runs', async () => {
  const dsn = await newDatabase();
  const [owner, guest] = [unused('owner'), unused('guest')];
  await ask(
    dsn,
    `CREATE ROLE ${owner} LOGIN PASSWORD 'own'`,
    `GRANT CREATE ON DATABASE ${new URL(dsn).pathname.slice(1)} TO ${owner}`,
  );
  const mine = await openPostgres(as(dsn, owner, 'own'));
  try {
    await migrate(mine, CALENDAR);
    const { role, password, sql } = await invite(mine, { name: guest, kind: 'writer' });
    expect(password).toBeUndefined();
    await ask(dsn, ...sql, `ALTER ROLE ${role} PASSWORD 'guest'`);
    const theirs = await openPostgres(as(dsn, role, 'guest'));
    expect(await readWorkspace(theirs)).toMatchObject({ access: 'writer' });
    const pusher = new Pusher(
      theirs,
      { uid: 'e'.repeat(32), name: 'e', member: '', team: '', version: 'test' },
      CALENDAR,
    );
    await pusher.hello(NOW_MS);
    await pusher.push([example('msg_1')]);
    await expect(invite(theirs, { name: unused('more'), kind: 'writer' })).rejects.toMatchObject({ code: 'config' });
    await theirs.close();
    await ask(dsn, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  } finally {
    await mine.close();
    await ask(dsn, `DROP OWNED BY ${owner} CASCADE`, `DROP ROLE ${owner}`);
  }
});
