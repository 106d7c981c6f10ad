/** No byte of any output, answer, log or file holds a password or a connection string, whatever goes wrong. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERBS } from '../../src/cli/verbs.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import type { Ran } from '../support/cli-machine.ts';
import { CorpusBox } from '../support/corpus-box.ts';
import { newDatabase } from '../support/postgres-database.ts';
import { CANARY } from '../support/postgres-server.ts';

const SECRET = 'canary-51c0de';
const DEBUG = { CLAUDE_USAGE_DEBUG: '1' };
const WORKSPACE = ['status', 'status --json', 'sync --json', 'preview', 'invite x', 'rescue nobody', 'trust nobody'];
const COMMANDS = [
  ...VERBS.map((verb) => verb.name).filter((name) => !['dashboard', 'completions'].includes(name)),
  'daily --json --no-scan',
  'doctor --json',
  ...[...WORKSPACE, 'leave --erase', 'leave'].map((words) => `workspace ${words}`),
].map((words) => words.split(' '));

/** A connection string that leads to this database, but for one thing. */
function changed(there: string, change: (url: URL) => void): string {
  const url = new URL(there);
  url.password = SECRET;
  change(url);
  return url.href;
}
const STRINGS: Readonly<Record<string, (there: string) => string>> = {
  'a password that is wrong': (there) => changed(there, () => undefined),
  'a user that is wrong': (there) => changed(there, (url) => (url.username = 'nobody-here')),
  'a database that is not there': (there) => changed(there, (url) => (url.pathname = '/no_such_database')),
  'a port where nobody listens': (there) => changed(there, (url) => (url.port = '1')),
  'a password among the parameters': (there) => changed(there, (url) => (url.search = `password=${SECRET}`)),
  'a port that is none': () => `postgres://ada:${SECRET}@localhost:port/usage`,
  'a password with signs of its own': () => `postgres://ada:%${SECRET}@127.0.0.1:1/%`,
  'no encryption': () => `postgres://ada:${SECRET}@db.example.org/usage?sslmode=disable`,
  'another scheme': () => `mysql://ada:${SECRET}@localhost/usage`,
  'a slip in the scheme': () => `postgress://ada:${SECRET}@localhost/usage`,
  'words and values': () => `host=localhost user=ada password=${SECRET} dbname=usage`,
};

/** Nothing that was printed, and no file but the one that is there to hold it, tells the secret. */
function expectSilence(box: CorpusBox, printed: string, secret: string): void {
  expect(printed.split('\n').filter((line) => line.includes(secret))).toEqual([]);
  const files = readdirSync(box.home, { recursive: true, encoding: 'utf8' }).filter(
    (n) => !n.endsWith('workspace.json'),
  );
  for (const path of files.map((name) => join(box.home, name)).filter((file) => statSync(file).isFile()))
    expect(readFileSync(path).includes(secret), path).toBe(false);
}
const bytesOf = (ran: Ran): string => ran.out + ran.err;

test.each(Object.keys(STRINGS))('%s: as an argument, no command tells it, nor keeps it', async (name) => {
  using box = new CorpusBox('laptop', DEBUG);
  const dsn = STRINGS[name]?.(await newDatabase()) ?? '';
  for (const verb of ['init', 'join']) {
    const ran = await box.claude('workspace', verb, dsn);
    // Where the server asks nobody for a password, any password is right.
    if (ran.code === 0) continue;
    expect(ran.err).toMatch(/^claude-usage: \S.*\./);
    expectSilence(box, bytesOf(ran), SECRET);
    expect((await box.claude('workspace', 'status')).err).toContain('no workspace is configured');
  }
});

test.each(Object.keys(STRINGS))('%s: in the configuration, no command tells it', async (name) => {
  const dsn = STRINGS[name]?.(await newDatabase()) ?? '';
  using box = new CorpusBox('laptop', { ...DEBUG, CLAUDE_USAGE_BACKEND: 'postgres', CLAUDE_USAGE_PG: dsn });
  const printed: string[] = [];
  for (const command of COMMANDS) printed.push(bytesOf(await box.claude(...command)));
  expectSilence(box, printed.join('\n'), SECRET);
});

test.each(['backend', 'db_path', 'machine_id', 'member', 'team', 'share'])(
  'a connection string as %s is not told',
  async (key) => {
    using box = new CorpusBox('laptop', { ...DEBUG, CLAUDE_USAGE_MACHINE_ID: '' });
    box.write('.claude/workspace.json', { [key]: `postgres://ada:${SECRET}@localhost/usage` });
    const printed: string[] = [];
    for (const command of COMMANDS) printed.push(bytesOf(await box.claude(...command)));
    expectSilence(box, printed.join('\n'), SECRET);
  },
);

test('a workspace at work: no command, no route and no file tells how it is reached', async () => {
  const dsn = await newDatabase();
  const password = new URL(dsn).password || CANARY;
  using box = new CorpusBox('laptop', DEBUG);
  const printed = [bytesOf(await box.claude('workspace', 'init', dsn))];
  for (const command of COMMANDS.filter((words) => !words.includes('leave')))
    printed.push(bytesOf(await box.claude(...command)));
  const served = await box.whileServing(async (url) => {
    for (const { path, method } of Object.values(ROUTES)) {
      if (path === '/api/v1/events') continue;
      for (const query of ['', '?range=none&id=none&left=none&right=none&machine=none&name=none&by=project']) {
        const answer = await fetch(new URL(path + query, url), { method });
        printed.push(JSON.stringify([...answer.headers]), await answer.text());
      }
    }
  });
  printed.push(bytesOf(served));
  for (const secret of [dsn, password]) expectSilence(box, printed.join('\n'), secret);
  expect(printed.join('\n')).toContain(`postgres://${new URL(dsn).host}/`);
});
