import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../support/cli-machine.ts';
import { CorpusBox as Box } from '../../support/corpus-box.ts';
import { CANARY } from '../../support/own-corpus.ts';
import { TempHome } from '../../support/temp-home.ts';

/** All that lies on a drive, unpacked. */
function textOn(drive: string): string {
  return readdirSync(drive, { recursive: true, encoding: 'utf8' })
    .map((name) => join(drive, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString())
    .join('\n');
}

test('two machines that share a folder each show the totals of one machine that had all the transcripts', async () => {
  using drive = new TempHome();
  using one = new Box('one');
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  expect((await laptop.claude('workspace', 'init', drive.home)).code).toBe(0);
  expect((await desktop.claude('workspace', 'join', drive.home)).out).toContain('parts taken in from 1 other');
  const truth = await one.daily();
  expect(await laptop.daily()).toEqual(truth);
  expect(await desktop.daily()).toEqual(truth);
  const status = await desktop.claude('workspace', 'status');
  expect([status.code, status.out]).toEqual([0, expect.stringMatching(/laptop {2}complete/)]);
});

test('no text body and no path lies on the drive', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  await laptop.claude('workspace', 'init', drive.home);
  const text = textOn(drive.home);
  expect(text).toContain('msg_');
  expect(text).not.toMatch(new RegExp(`${CANARY}|/home/|/src/|/srv/|/opt/`));
});

test('with a drive that is away the reports go on and say so; status tells scripts', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop', { CLAUDE_USAGE_SHARED_DB: join(drive.home, 'gone', 'usage.db') });
  const daily = await laptop.claude('daily', '--json');
  expect([daily.code, JSON.parse(daily.out)]).toEqual([0, expect.objectContaining({ totals: expect.anything() })]);
  expect(daily.err).toContain('is away');
  expect((await laptop.claude('workspace', 'status')).code).toBe(1);
  expect(readdirSync(drive.home)).toEqual(['.claude']);
});

test('a wrong setting stops sharing by name, and reports go on', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  laptop.write('.claude/workspace.json', { db_path: join(drive.home, 'usage.db'), share: 'everything' });
  const sync = await laptop.claude('workspace', 'sync');
  expect([sync.code, sync.err]).toEqual([1, expect.stringMatching(/workspace\.json.*share.*Nothing is shared/s)]);
  expect((await laptop.claude('daily')).code).toBe(0);
});

test('without a configuration nothing is made and nobody is asked', async () => {
  using laptop = new Box('laptop');
  const daily = await laptop.claude('daily');
  expect([daily.code, daily.err]).toEqual([0, '']);
  expect(readdirSync(join(laptop.home, '.claude')).filter((name) => !name.startsWith('usage.db'))).toEqual([
    'projects',
  ]);
  expect((await laptop.claude('workspace', 'sync')).err).toContain('no workspace is configured');
});

test('leaving takes back what was told, and the others forget it', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  const before = await desktop.daily();
  await laptop.claude('workspace', 'init', drive.home);
  await desktop.claude('workspace', 'join', drive.home);
  expect(await desktop.daily()).not.toEqual(before);
  await laptop.claude('workspace', 'leave', '--erase');
  expect(await desktop.daily()).toEqual(before);
});

test('machines are renamed, merged, retired and shown so', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  await laptop.claude('workspace', 'init', drive.home);
  await desktop.claude('workspace', 'join', drive.home);
  expect((await desktop.claude('machines', 'rename', 'laptop', 'old laptop')).out).toContain('now called old laptop');
  const names = async (): Promise<string[]> =>
    (JSON.parse((await desktop.claude('machines', '--json')).out) as { machines: { machine: string }[] }).machines
      .map((m) => m.machine)
      .sort();
  expect(await names()).toEqual(['desktop', 'old laptop']);
  expect((await desktop.claude('machines', 'merge', 'old laptop', 'desktop')).code).toBe(0);
  expect(await names()).toEqual(['desktop']);
  expect((await desktop.claude('machines', 'retire', 'nobody')).err).toContain('no machine is called nobody');
});

test('the dashboard takes in what another machine tells while it runs', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  await laptop.claude('workspace', 'init', drive.home);
  await desktop.claude('workspace', 'join', drive.home);
  const { totals } = await desktop.daily();
  const served = await laptop.whileServing(async (url) => {
    const shown = async (): Promise<unknown> =>
      ((await (await fetch(`${url}api/v1/daily`)).json()) as { totals: object }).totals;
    await expect.poll(shown, { timeout: 20_000 }).toEqual(totals);
  });
  expect([served.code, served.err]).toEqual([0, '']);
});

test('trust and rescue name the machines there are; what is rescued counts once', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  await laptop.claude('workspace', 'init', drive.home);
  await desktop.claude('workspace', 'join', drive.home);
  const none = await desktop.claude('workspace', 'trust', 'laptop');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('no other to trust')]);
  const unknown = await desktop.claude('workspace', 'rescue', 'tablet');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('laptop (')]);
  const before = await desktop.daily();
  const rescued = await desktop.claude('workspace', 'rescue', 'laptop');
  expect([rescued.code, rescued.out]).toEqual([
    0,
    expect.stringMatching(/^\d+ turns of laptop are told by this machine too/),
  ]);
  expect(await desktop.daily()).toEqual(before);
});

test('one repository in folders of other names on two machines is one project; its remote goes nowhere', async () => {
  using drive = new TempHome();
  using laptop = new CliMachine();
  using desktop = new CliMachine();
  const clone = (machine: CliMachine, folder: string, url: string, turn: string): void => {
    machine.write(`${folder}/.git/config`, `[remote "origin"]\n\turl = ${url}\n`);
    machine.transcript(turn, [
      turnRecord(turn, '2026-11-20T10:00:00Z', { cwd: machine.files.path(folder), session: turn }),
    ]);
  };
  clone(laptop, 'code/acme-app', 'git@host.example:acme/app.git', 'one');
  clone(desktop, 'src/app', 'https://ada:canary@host.example/acme/app', 'two');
  await laptop.run(['workspace', 'init', drive.home]);
  await desktop.run(['workspace', 'join', drive.home]);
  for (const [machine, name] of [
    [laptop, 'code/acme-app'],
    [desktop, 'src/app'],
  ] as const) {
    const { projects } = JSON.parse((await machine.run(['projects', '--json'])).out) as {
      projects: { project: string; turns: number }[];
    };
    expect(projects).toEqual([expect.objectContaining({ project: name, turns: 2 })]);
  }
  expect(textOn(drive.home)).not.toMatch(/host\.example|canary/);
});

test('a machine of which a part is missing is named with every total until the part arrives', async () => {
  using drive = new TempHome();
  using laptop = new Box('laptop');
  using desktop = new Box('desktop');
  await laptop.claude('workspace', 'init', drive.home);
  const part =
    readdirSync(drive.home, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.gz')) ?? '';
  renameSync(join(drive.home, part), join(drive.home, 'on its way'));
  await desktop.claude('workspace', 'join', drive.home);
  const coverage = async (): Promise<unknown> =>
    (JSON.parse((await desktop.claude('daily', '--json')).out) as { coverage: { incompleteMachines: unknown } })
      .coverage.incompleteMachines;
  expect(await coverage()).toEqual([expect.objectContaining({ machine: 'laptop', missingParts: 1 })]);
  expect((await desktop.claude('daily', '--machine', 'desktop')).out).not.toContain('not here yet');
  const status = async () => desktop.claude('workspace', 'status');
  const lines =
    /laptop {2}0 of 1 part\n {2}0 of [\d,]+ turns · 0 of .* tokens\n {2}heard .*\n {2}part 1: it is not there yet/;
  expect([(await status()).code, (await status()).out]).toEqual([1, expect.stringMatching(lines)]);
  expect((await desktop.claude('doctor')).out).toMatch(lines);
  await desktop.claude('machines', 'retire', 'laptop');
  expect([(await status()).code, (await status()).out]).toEqual([0, expect.stringContaining('0 of 1 part · retired')]);
  await desktop.claude('machines', 'merge', 'laptop', 'desktop');
  expect((await status()).out).toContain('laptop  0 of 1 part · counts as desktop');
  await desktop.claude('machines', 'merge', 'laptop', 'desktop', '--undo');
  renameSync(join(drive.home, 'on its way'), join(drive.home, part));
  expect(await coverage()).toEqual([]);
});
